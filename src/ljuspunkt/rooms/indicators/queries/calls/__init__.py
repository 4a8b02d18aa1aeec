"""Pages of calls for measures, a file per kind of page."""
