"""Charts: the model, its file format, the checks, the difficulty rating."""

from rhythm_fu.chart.model import (
    AudioRef,
    Chart,
    Drop,
    DropKind,
    Event,
    Generator,
    Kind,
    Level,
    LevelChart,
    Mark,
    MarkKind,
    Pulse,
    PulseKind,
    Rating,
    Reach,
    Side,
    SongInfo,
)  # fmt: skip

__all__ = [
    "AudioRef", "Chart", "Drop", "DropKind", "Event", "Generator", "Kind", "Level", "LevelChart", "Mark", "MarkKind",
    "Pulse", "PulseKind", "Rating", "Reach", "Side", "SongInfo",
]  # fmt: skip
