"""What is decided around a price: ways to build, volumes, peaks, leaving, hidden cost (domain 6 and 7)."""
