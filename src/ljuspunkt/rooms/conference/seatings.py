"""A stored seating as the method sees it: divisions of experts' keys as texts, and the occasions of the day."""

from collections.abc import Sequence
from dataclasses import dataclass

from ljuspunkt.domain.consensus.groups import Division, Member
from ljuspunkt.rooms.conference.models import Expert, Seating


@dataclass(frozen=True, slots=True)
class Plan:
    """A seating as values: divisions of experts' keys as texts, their kinds, and the occasions of the day."""

    divisions: tuple[Division, ...]
    kinds: tuple[str, ...]
    again_of: tuple[int | None, ...]
    occasions: tuple[int, ...]
    been: tuple[bool, ...]

    @property
    def counted(self) -> tuple[int, ...]:
        """The numbers of the divisions whose meetings count: those that aren't another one again."""
        return tuple(number for number, again in enumerate(self.again_of) if again is None)


def plan_of(seating: Seating) -> Plan:
    """Return a stored seating as values."""
    return Plan(
        divisions=tuple(
            tuple(tuple(sorted(map(str, table))) for table in division["tables"]) for division in seating.divisions
        ),
        kinds=tuple(division["kind"] for division in seating.divisions),
        again_of=tuple(division["again_of"] for division in seating.divisions),
        occasions=tuple(occasion["division"] for occasion in seating.occasions),
        been=tuple(occasion["been"] for occasion in seating.occasions),
    )


def members_of(experts: Sequence[Expert]) -> tuple[Member, ...]:
    """Return experts as the method seats them."""
    return tuple(Member(str(expert.pk), expert.group, expert.organisation) for expert in experts)
