"""Measuring and proving from outside: a client over HTTP, the rush, and the submission benchmark."""
