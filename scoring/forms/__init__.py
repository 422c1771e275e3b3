"""Forms of the evaluation: they validate, they never save."""
