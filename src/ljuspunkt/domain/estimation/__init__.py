"""Estimation: shares, means, changes and response rates from counts."""
