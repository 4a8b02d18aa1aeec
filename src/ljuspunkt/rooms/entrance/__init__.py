"""The pages that lead into the rooms and across them."""
