"""The look: base templates, tokens, components and template tags for figures."""
