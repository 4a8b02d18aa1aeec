"""Pages of events, each with one call: the organisers', those of people who are invited, and the mail."""
