"""Read models of the evaluation."""
