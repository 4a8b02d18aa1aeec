"""Counting: single answers to counts. The only code that reads answers in bulk."""
