"""The capabilities, one Django app each."""
