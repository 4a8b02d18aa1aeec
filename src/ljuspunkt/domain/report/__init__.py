"""Reports: findings, each a sentence and the figures it stands on."""
