"""Instruments, waves and answers as tables, one file per owner."""

from ljuspunkt.rooms.surveys.models.instruments import Instrument, OwnQuestions, Picture, Version
from ljuspunkt.rooms.surveys.models.waves import (
    Asked,
    Collector,
    Invitation,
    Participation,
    Wave,
    WaveInitiative,
    WaveInstrument,
)

__all__ = [
    "Asked",
    "Collector",
    "Instrument",
    "Invitation",
    "OwnQuestions",
    "Participation",
    "Picture",
    "Version",
    "Wave",
    "WaveInitiative",
    "WaveInstrument",
]
