"""How long a request may take to arrive: who sends a sign now and then would hold a place that others need."""

FORM_WITHIN = 60
"""Seconds for what anybody may send."""
FILES_WITHIN = 600
"""Seconds for what somebody who is logged in may send."""
TOO_SLOW = b"The request took too long to arrive."
