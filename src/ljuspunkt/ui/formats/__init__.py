"""How days are written, by language, where Django's own way isn't ours."""
