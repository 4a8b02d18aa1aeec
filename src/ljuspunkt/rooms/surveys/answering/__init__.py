"""The respondents' pages: what they show (`pages`), what they say (`words`), and how they are answered (`site`)."""
