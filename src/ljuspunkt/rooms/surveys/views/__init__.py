"""Pages of the room, a file per kind of page; each makes one call and answers."""
