"""Disclosure control (röjandekontroll): what may be published so that nobody is revealed."""
