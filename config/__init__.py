"""Wiring: settings from the environment, URLs, the queue, the embedded database, the supervisor."""
