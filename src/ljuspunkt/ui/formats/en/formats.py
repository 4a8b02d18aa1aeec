"""Days in English: 22 November 2026, as in reports and in Swedish."""

DATE_FORMAT = "j F Y"
