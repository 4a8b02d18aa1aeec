"""What tests of the measurement share."""

from tests.real_database import real_database

__all__ = ["real_database"]
