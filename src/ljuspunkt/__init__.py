"""Ljuspunkt: how do we know that things are getting better?"""

__version__ = "0.1.0"
