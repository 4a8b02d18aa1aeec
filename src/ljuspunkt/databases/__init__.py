"""What SQLite and PostgreSQL each do in their own way, said once for all rooms."""
