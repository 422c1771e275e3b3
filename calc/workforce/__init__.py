"""Seats: by the planning formula, and by waiting time for every interval (domain 3.3)."""
