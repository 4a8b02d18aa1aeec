"""What the pages of waves have in common."""

from functools import partial

from ljuspunkt.ui import forms

SECTION = {"section": "waves"}

confirmed = partial(forms.confirmed, section="waves")
