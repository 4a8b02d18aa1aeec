"""Pages of inventories and protocols; each makes one call and answers. A file per topic."""
