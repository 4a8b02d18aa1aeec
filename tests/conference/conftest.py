"""What tests of conferences share."""

from tests.real_database import own_server, real_database

__all__ = ["own_server", "real_database"]
