"""Surveys: scales, instruments, counts and what is computed from them."""
