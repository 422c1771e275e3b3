"""What a quote charges in a month: rate lines, fee lines, minimum, commission, tax (domain 5 and 6.2)."""
