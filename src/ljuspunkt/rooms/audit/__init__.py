"""What was done, by whom and when. README.md tells how the room works."""
