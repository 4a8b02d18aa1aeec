"""Indicators: what is measured, and which protocol says so."""
