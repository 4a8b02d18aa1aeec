"""What tests of live pages share."""

from tests.real_database import real_database

__all__ = ["real_database"]
