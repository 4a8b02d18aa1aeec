"""Requests on their way: where they come from, who asks too often, and what early answers must carry."""
