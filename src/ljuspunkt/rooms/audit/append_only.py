"""The log can only be added to, on both databases."""

from ljuspunkt.databases.unchanging import Unchanging

LOG = Unchanging("audit_entry", "The log can only be added to.")
