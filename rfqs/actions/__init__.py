"""Everything that changes an RFQ: one entry point per act, each its own transaction."""
