"""Audited releases that pages may show."""
