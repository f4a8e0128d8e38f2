"""The chart file's fields as typed structs: what the JSON Schema is made from."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from rhythm_fu.chart.model import FASTEST_BPM, LONGEST_BAR, MOST_SWING, MOST_WEIGHT, SLOWEST_BPM, STRAIGHT
from rhythm_fu.units import TICKS_PER_BEAT

FORMAT: Final = "rhythm-fu.chart"
VERSION: Final = (2, 0)
"""2.0: what 1.0 called a drop's confidence is its strength. A newer major is refused; a newer minor keeps its unknown
fields when saved.
"""

TickField = Annotated[int, Meta(ge=0, le=2**53)]
MicrosField = Annotated[int, Meta(ge=-(2**53), le=2**53)]
MINUTE_NS: Final = 60 * 10**9
BeatNs = Annotated[
    int,
    Meta(
        ge=MINUTE_NS // FASTEST_BPM, le=MINUTE_NS // SLOWEST_BPM,
        description=f"a beat in nanoseconds: {SLOWEST_BPM} to {FASTEST_BPM} BPM",
    ),
]  # fmt: skip
Share = Annotated[float, Meta(ge=0, le=1)]
MOST_WORDS: Final = 500
Text = Annotated[str, Meta(max_length=MOST_WORDS)]
Strength = Annotated[int, Meta(ge=0, le=100)]


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Unknown fields inside are refused: they are typing errors more often than news."""


class GeneratorFile(_Strict, frozen=True):
    name: Text
    version: Text
    seed: int = 0
    params: dict[str, Text] = {}


class AudioFile(_Strict, frozen=True):
    file: Text
    pcm_sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    frames: Annotated[int, Meta(gt=0)]
    rate: Annotated[int, Meta(ge=8_000, le=192_000)]
    decoder: Text


class SongFile(_Strict, frozen=True):
    title: Text
    artist: Text = ""
    licence: Text = ""
    key: Text = ""
    swing: Annotated[float, Meta(ge=STRAIGHT, le=MOST_SWING)] = STRAIGHT
    preview_us: Annotated[int, Meta(ge=0)] = 0


class TempoFile(_Strict, frozen=True):
    tick: TickField
    t_us: MicrosField
    beat_ns: BeatNs
    beats_per_bar: Annotated[int, Meta(ge=1, le=LONGEST_BAR)] = 4
    beat_unit: Annotated[int, Meta(ge=1, le=16)] = 4


class EventFile(_Strict, frozen=True, omit_defaults=True):
    tick: TickField
    t_us: MicrosField
    kind: Literal["takedown", "double", "sweep", "reflect", "shield", "drop"]
    side: Literal["left", "right"] | None = None
    reach: Literal["near", "far"] | None = None
    weight: Annotated[int, Meta(ge=0, le=MOST_WEIGHT)] = 100
    prop: Text | None = None
    hold_from: TickField | None = None
    hold_us: MicrosField | None = None


class RatingFile(_Strict, frozen=True):
    value: Annotated[float, Meta(ge=0)]
    parts: dict[str, float] = {}


class LevelFile(_Strict, frozen=True):
    level: Literal["story", "easy", "normal", "hard", "master"]
    rating: RatingFile
    events: list[EventFile]
    made: str = ""


class DropFile(_Strict, frozen=True):
    tick: TickField
    t_us: MicrosField
    kind: Literal["drop", "return", "entry"]
    strength: Share
    terms: dict[str, float] = {}


class MarkFile(_Strict, frozen=True):
    kind: Literal["rest", "phrase", "section", "line", "build"]
    tick: TickField
    t_us: MicrosField
    until: TickField
    until_us: MicrosField
    label: Text = ""


class PulseFile(_Strict, frozen=True):
    kick: list[tuple[TickField, Strength]] = []
    snare: list[tuple[TickField, Strength]] = []
    hat: list[tuple[TickField, Strength]] = []


class ChartFile(msgspec.Struct, frozen=True):
    """The whole file, in the order its fields are written."""

    format: Literal["rhythm-fu.chart"]
    version: tuple[int, int]
    generator: GeneratorFile
    audio: AudioFile
    song: SongFile
    tempo: list[TempoFile]
    levels: list[LevelFile]
    ppq: Literal[10080] = TICKS_PER_BEAT
    drops: list[DropFile] = []
    marks: list[MarkFile] = []
    pulses: PulseFile = PulseFile()
    energy: list[Strength] = []
    confidence: dict[str, Share] = {}
    edited_by_human: bool = False


def json_schema() -> dict[str, object]:
    """The published JSON Schema of chart files."""
    schema = msgspec.json.schema(ChartFile)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Rhythm Fu chart"
    return schema
