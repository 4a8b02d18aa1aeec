"""Estimation (skattning): from counts to shares, means, differences and rates with their intervals."""
