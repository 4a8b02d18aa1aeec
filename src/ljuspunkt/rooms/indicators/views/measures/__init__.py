"""Pages of calls for measures and of measure protocols, a file per kind of page."""
