"""Pilots (pilotmätning): answers that try questions out, told by their wave's name, and never part of a measurement."""

from collections.abc import Iterable

from ljuspunkt.domain.errors import RuleBroken

PREFIX = "pilot-"


def pilot_wave(name: str) -> str:
    """Return what the column `wave` says of a pilot's answers."""
    return name if is_pilot(name) else f"{PREFIX}{name}"


def is_pilot(wave: str) -> bool:
    """Return whether a wave is a pilot, as the column `wave` says it."""
    return wave.startswith(PREFIX)


def refuse_mixed(waves: Iterable[str]) -> None:
    """Refuse to count pilots together with anything else.

    Raises:
        RuleBroken: some of the waves are pilots and some aren't.
    """
    every = sorted(set(waves))
    pilots = [wave for wave in every if is_pilot(wave)]
    others = [wave for wave in every if not is_pilot(wave)]
    if pilots and others:
        raise RuleBroken(
            "pilot_mixed",
            "“{pilot}” is a pilot and “{other}” isn't; answers of a pilot are never counted with others.",
            pilot=pilots[0],
            other=others[0],
        )


def refuse_pilots(waves: Iterable[str]) -> None:
    """Refuse to release figures of a pilot.

    Raises:
        RuleBroken: one of the waves is a pilot.
    """
    pilots = sorted(wave for wave in set(waves) if is_pilot(wave))
    if pilots:
        raise RuleBroken(
            "pilot_release",
            "“{pilot}” is a pilot: its answers show how good the questions are, and nothing of them is released.",
            pilot=pilots[0],
        )
