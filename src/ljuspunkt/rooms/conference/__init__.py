"""Consensus conferences that have been held, as counts."""
