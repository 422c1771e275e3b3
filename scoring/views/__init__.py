"""Pages of the evaluation: HTTP in, one action or query each, a page out."""
