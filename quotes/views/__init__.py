"""The vendor portal: HTTP in, one action or query each, a page out."""
