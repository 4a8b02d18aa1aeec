"""Forms of the room, a file per topic."""
