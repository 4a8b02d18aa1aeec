"""The measurement: questionnaires, waves, and answers that nobody can trace."""
