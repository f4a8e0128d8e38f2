"""Music as text: melody lines and chord charts, checked bar by bar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tools.soundtrack.theory import chord, lead_voices, near, pitch


@dataclass(frozen=True, slots=True)
class Note:
    """A pitch (MIDI, fractions allowed) from `beat` for `length` beats; velocity 0..1.

    `glide_from` is a pitch to slide from; `shade` 0..1 is a patch's own second expression (vowel, wobble rate, mute).
    """

    beat: float
    length: float
    pitch: float
    velocity: float = 0.8
    glide_from: float | None = None
    shade: float = 0.5


Line = tuple[Note, ...]


def melody(text: str, beats_per_bar: float = 4.0, velocity: float = 0.8) -> Line:
    """Read `F#5/2 B4/.5 C#5 D5 E5 | ...`.

    `/n` gives the length in beats and holds until the next; `r` rests; `_` lengthens the note before by the current
    length; `!` after a pitch accents, `~` slides from the note before; `|` closes a bar, whose length is checked.
    """
    notes: list[Note] = []
    at, length, bar = 0.0, 1.0, 1
    for word in text.replace("|", " | ").split():
        if word == "|":
            if abs(at - bar * beats_per_bar) > 1e-6:
                raise ValueError(f"bar {bar} ends at beat {at:g}, not {bar * beats_per_bar:g}: {text!r}")
            bar += 1
            continue
        name, _, stated = word.partition("/")
        length = float(stated) if stated else length
        if name == "_":
            notes[-1] = replace(notes[-1], length=notes[-1].length + length)
        elif name != "r":
            marks = name[len(name.rstrip("!~")) :]
            before = notes[-1].pitch if "~" in marks else None
            loud = min(1.0, velocity + 0.15) if "!" in marks else velocity
            notes.append(Note(at, length, pitch(name.rstrip("!~")), loud, before))
        at += length
    if abs(at - bar * beats_per_bar) > 1e-6 and abs(at - (bar - 1) * beats_per_bar) > 1e-6:
        raise ValueError(f"the last bar, {bar}, ends at beat {at:g}: {text!r}")
    return tuple(notes)


def changes(text: str, beats_per_bar: float = 4.0) -> tuple[tuple[float, float, str], ...]:
    """Read `Bm | G . D . | Em`: (beat, length, symbol). A bar's beats are shared evenly; `.` holds the chord before."""
    found: list[tuple[float, float, str]] = []
    for i, bar in enumerate(text.split("|")):
        words = bar.split()
        share = beats_per_bar / len(words)
        for j, word in enumerate(words):
            at = i * beats_per_bar + j * share
            if word == ".":
                start, length, symbol = found[-1]
                found[-1] = (start, length + share, symbol)
            else:
                chord(word)
                found.append((at, share, word))
    return tuple(found)


Changes = tuple[tuple[float, float, str], ...]


def chords(progress: Changes, low: int = 55, high: int = 76, voices: int = 4, velocity: float = 0.7) -> Line:
    """Block chords with least movement between them."""
    spaced = lead_voices([s for _, _, s in progress], low, high, voices)
    return tuple(
        Note(beat, length, p, velocity) for (beat, length, _), v in zip(progress, spaced, strict=True) for p in v
    )


def roots(progress: Changes, centre: float = 36.0, velocity: float = 0.85) -> Line:
    """The bass note of every chord, near a centre pitch."""
    return tuple(Note(beat, length, near(chord(s)[0], centre), velocity) for beat, length, s in progress)


def symbol_at(progress: Changes, beat: float) -> str:
    """The chord that sounds at a beat, the progression repeating for ever."""
    span = progress[-1][0] + progress[-1][1]
    inside = beat % span
    return next(s for b, length, s in progress if b <= inside + 1e-9 < b + length + 1e-9)


def shifted(line: Iterable[Note], beats: float = 0.0, semitones: float = 0.0, gain: float = 1.0) -> Line:
    """The line later, higher and louder."""
    return tuple(
        replace(
            n,
            beat=n.beat + beats,
            pitch=n.pitch + semitones,
            velocity=min(1.0, n.velocity * gain),
            glide_from=None if n.glide_from is None else n.glide_from + semitones,
        )
        for n in line
    )


def stretched(line: Iterable[Note], by: float) -> Line:
    """Augmented (2.0) or diminished (0.5)."""
    return tuple(replace(n, beat=n.beat * by, length=n.length * by) for n in line)


def window(line: Iterable[Note], start: float, end: float) -> Line:
    """The notes that start in [start, end), moved to begin at 0 and cut at the end."""
    return tuple(
        replace(n, beat=n.beat - start, length=min(n.length, end - n.beat))
        for n in line
        if start - 1e-9 <= n.beat < end - 1e-9
    )


def looped(line: Sequence[Note], span: float, total: float) -> Line:
    """The line again every `span` beats until `total`, the last pass cut off."""
    passes = range(int(-(-total // span)))
    return window([m for i in passes for m in shifted(line, i * span)], 0.0, total)


def joined(*parts: tuple[float, Line]) -> Line:
    """Lines one after the other; each comes with its span in beats."""
    out: list[Note] = []
    at = 0.0
    for span, line in parts:
        out += shifted(line, at)
        at += span
    return tuple(out)
