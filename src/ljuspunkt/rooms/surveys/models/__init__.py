"""Instruments, waves and answers as tables, one file per owner."""

from ljuspunkt.rooms.surveys.models.answers import (
    Arrival,
    DataSet,
    Draft,
    KeyHolder,
    OpenAnswer,
    SealedAnswer,
    WaveKey,
)
from ljuspunkt.rooms.surveys.models.instruments import Instrument, OwnQuestions, Picture, Version, WaitingImport
from ljuspunkt.rooms.surveys.models.paper import PaperBatch, PaperReading
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
    "Arrival",
    "Asked",
    "Collector",
    "DataSet",
    "Draft",
    "Instrument",
    "Invitation",
    "KeyHolder",
    "OpenAnswer",
    "OwnQuestions",
    "PaperBatch",
    "PaperReading",
    "Participation",
    "Picture",
    "SealedAnswer",
    "Version",
    "WaitingImport",
    "Wave",
    "WaveInitiative",
    "WaveInstrument",
    "WaveKey",
]
