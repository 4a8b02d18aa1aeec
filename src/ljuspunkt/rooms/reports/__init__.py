"""Reports: from an audited release to pages one may publish."""
