"""Logging in: what django-allauth and django-axes leave to the installation.

Swedish: inloggning. A log-in is a password and a second factor, a passkey, or the log-in of the own organisation.
"""
