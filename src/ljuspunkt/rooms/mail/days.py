"""Times of mail to respondents: the beginning of the day, since nothing of them is kept that is finer."""

from datetime import UTC, datetime

from django.db.models import Case, DateTimeField, Value, When


def day_of(at: datetime) -> datetime:
    """Return the beginning of the day, in UTC, so that it never lies ahead of the time itself."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def settled(at: datetime) -> Case:
    """Return what is written down as the time when a message was settled: the day only, where it is kept by day."""
    return Case(When(by_day=True, then=Value(day_of(at))), default=Value(at), output_field=DateTimeField())
