"""Mail that goes out: a durable queue, at most once per lease."""
