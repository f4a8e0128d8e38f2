"""What one synthetic song plays: its harmony, its instruments, and the lines that its sections choose from."""

from dataclasses import dataclass

from tools.synth.patterns import bass_steps, chord_steps, motif, steps_of
from tools.synth.sounds import Dice, Voice, pick, voice
from tools.synth.style import Style

SCALES = ((0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 9, 10), (0, 1, 3, 5, 7, 8, 10))

Line = list[tuple[float, float, int]]
"""Place and length in beats, and a step of the scale or an octave."""


@dataclass(frozen=True)
class Harmony:
    """A scale on a root (MIDI pitch), and chords of so many beats that come round; they come `push` beats early."""

    scale: tuple[int, ...]
    root: float
    degrees: tuple[int, ...]
    chord_beats: float
    push: float

    def pitch(self, degree: int, octave: int = 0) -> float:
        """The frequency in hertz of a step of the scale."""
        octaves, step = divmod(degree, 7)
        return 440.0 * 2 ** ((self.root + self.scale[step] + 12 * (octaves + octave) - 69) / 12)

    def degree_at(self, beat: float) -> int:
        """The step of the scale on which the chord of that beat stands."""
        return self.degrees[int((beat + self.push + 1e-6) / self.chord_beats) % len(self.degrees)]


@dataclass(frozen=True)
class Score:
    """Lines by `main` and `alt`, what verses and second drops may change to. Chances are those of a section.

    `echo` is how late (beats) and how loud notes of the lead come again; `is_rolled` plays chords as fast arpeggios.
    """

    harmony: Harmony
    voices: dict[str, Voice]
    drop_lead: Line
    song_lead: Line
    has_vocal: bool
    has_arpeggio: bool
    has_lead: bool
    perc: tuple[float, ...]
    drums: dict[str, tuple[str, str, str]]
    echo: tuple[float, float]
    is_rolled: bool
    bass: dict[str, Line]
    chords: dict[str, list[tuple[float, float]]]
    crash_chance: float
    gap_chance: float
    roll_chance: float


def a_harmony(dice: Dice, style: Style) -> Harmony:
    """A scale and a round of chords, drawn."""
    scale = pick(dice, *SCALES)
    root = float(dice.uniform(36, 48))
    chord_bars = pick(dice, *style.chord_bars)
    degrees = [int(dice.integers(0, 7)) for _ in range(pick(dice, 2, 4, 4, 4, 8))]
    degrees[0] = 0 if dice.random() < 0.6 else degrees[0]
    push = pick(dice, 0.5, 0.25) if dice.random() < 0.15 else 0.0
    return Harmony(scale, root, tuple(degrees), chord_bars * style.beats, push)


def a_score(dice: Dice, style: Style) -> Score:
    """All that a song of the style plays, drawn."""
    bar = style.beats

    def chance(low: float, high: float) -> float:
        return float(dice.uniform(low, high))

    harmony = a_harmony(dice, style)
    voices = {role: voice(dice, role) for role in ("bass", "pad", "pluck", "lead", "vocal")}
    bass_kind, chord_kind = pick(dice, *style.bass), pick(dice, *style.chords)
    second_chord = pick(dice, *style.chords, "pad")
    drop_lead = motif(dice, bar, chance(0.3, 0.9))
    song_lead = motif(dice, bar, chance(0.2, 0.8))
    has_vocal, has_arpeggio = dice.random() < 0.3, dice.random() < 0.35
    has_lead = dice.random() < 0.7
    perc = tuple(float(x) / 4 for x in dice.choice(4 * bar, size=int(dice.integers(1, 7)), replace=False))
    has_perc = dice.random() < 0.5
    drums = {
        kind: (pick(dice, *style.kick), pick(dice, *style.snare), pick(dice, *style.hats)) for kind in ("main", "alt")
    }
    if dice.random() < 0.1 and bar == 4:
        drums["alt"] = (pick(dice, "x---------------", "x-----x---------"), "--------x-------", drums["alt"][2])
    if style.alts and dice.random() < 0.7:
        drums["alt"] = pick(dice, *style.alts)
    echo = (pick(dice, 0.75, 0.5, 1.0, 0.25), chance(0.2, 0.5)) if style.tracker and dice.random() < 0.6 else (0.0, 0.0)
    is_rolled = style.tracker and dice.random() < 0.6
    bass = {k: bass_steps(dice, bass_kind, steps_of(drums[k][0], dice, 0.5), bar) for k in drums}
    chords = {k: chord_steps(dice, chord_kind if k == "main" else second_chord, bar) for k in drums}
    return Score(
        harmony, voices, drop_lead, song_lead, has_vocal, has_arpeggio, has_lead, perc if has_perc else (), drums, echo,
        is_rolled, bass, chords, crash_chance=chance(0, 1), gap_chance=chance(0, 0.7), roll_chance=chance(0.2, 1),
    )  # fmt: skip


def phrase_of(line: Line, bar: int, beats: int) -> Line:
    """The notes of a line of one or two bars that fall into a bar of the song, with their beats in the song."""
    total = 2 * beats if any(at >= beats for at, _, _ in line) else beats
    begun = (bar * beats) % total
    return [(bar * beats - begun + at, n, step) for at, n, step in line if begun <= at < begun + beats]
