"""Indicators and the protocols that hold them."""
