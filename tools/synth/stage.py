"""The players of a synthetic song: bar by bar they play their lines of the score onto two desks."""

from dataclasses import dataclass, field

import numpy as np

from tools.synth.clockwork import Clockwork
from tools.synth.kit import Kit
from tools.synth.patterns import steps_of
from tools.synth.score import Score, phrase_of
from tools.synth.sounds import Desk, Dice, Sound, Voice, note, pick, rolled_chord, rolling_noise
from tools.synth.style import Style

NEVER = 1e9
ROLLED_HATS = ("trap", "future_bass", "footwork")


@dataclass(frozen=True)
class Part:
    """A section: its bars, who plays, which lines, and how many beats of silence end it."""

    kind: str
    first_bar: int
    bars: int
    plays: tuple[bool, ...]
    lines: str
    gap: float


@dataclass(frozen=True)
class Bar:
    """A bar of a part by its first beat. Drums leave it at beat `fill_from` for a fill, everybody at beat `stop`.

    With half the kicks only those on every second beat are played.
    """

    part: Part
    number: int
    base: float
    fill_from: float
    stop: float
    has_half_kicks: bool

    @property
    def is_build(self) -> bool:
        """Whether it leads up to something."""
        return self.part.kind == "build"


@dataclass
class Stage:
    """Everybody who plays. The desks change as they do: drums on one, all that has a pitch on the other."""

    dice: Dice
    style: Style
    bpm: float
    wheel: Clockwork
    kit: Kit
    score: Score
    drums: Desk
    tonal: Desk
    notes: dict[tuple[int, float, float], Sound] = field(default_factory=dict)

    def gain(self, low: float, high: float) -> float:
        """A number between two, drawn."""
        return float(self.dice.uniform(low, high))

    def stray_s(self) -> float:
        """How far a hand strays from the beat."""
        return self.dice.normal(0, self.kit.human_s) if self.kit.human_s else 0.0

    def hit(self, name: str, at: float, amount: float) -> None:
        """A drum at a beat."""
        begin = self.wheel.at(at) + self.stray_s()
        self.drums.add(begin, self.kit.drums[name], amount * (1 + 0.1 * self.dice.standard_normal()))

    def play(self, v: Voice, at: float, length: float, hertz: float, amount: float) -> None:
        """A note at a beat for so many beats."""
        begin = self.wheel.at(at)
        seconds = max(0.03, self.wheel.at(at + length) - begin)
        key = (id(v), round(hertz, 2), round(seconds, 3))
        if key not in self.notes:
            self.notes[key] = note(v, hertz, seconds)
        self.tonal.add(begin + self.stray_s(), self.notes[key], amount)

    def play_rolled(self, v: Voice, at: float, length: float, chord: list[float]) -> None:
        """A chord as trackers play it."""
        begin = self.wheel.at(at)
        seconds = max(0.03, self.wheel.at(at + length) - begin)
        self.tonal.add(begin, rolled_chord(v, chord, seconds), self.kit.loud["chords"])

    def play_part(self, part: Part) -> None:
        """All bars of a part, and the noise that rises through a build."""
        beats = self.style.beats
        first, end = part.first_bar * beats, (part.first_bar + part.bars) * beats
        if part.first_bar and self.dice.random() < self.score.crash_chance:
            self.hit("crash", first, self.kit.loud["crash"])
        if part.kind == "build" and self.dice.random() < 0.7:
            begin = self.wheel.straight(first)
            noise = rolling_noise(self.dice, self.wheel.straight(end - part.gap) - begin, True)
            self.drums.add(begin, noise, self.gain(0.05, 0.35))
        has_half_kicks = self.dice.random() < 0.15
        for number in range(part.first_bar, part.first_bar + part.bars):
            self.play_bar(part, number, end - part.gap, has_half_kicks)

    def play_bar(self, part: Part, number: int, stop: float, has_half_kicks: bool) -> None:
        """Everybody who plays in a part, through one bar of it."""
        dice, beats = self.dice, self.style.beats
        base = float(number * beats)
        is_last = number == part.first_bar + part.bars - 1
        has_fill = is_last and part.kind != "build" and dice.random() < self.style.fills
        fill_from = base + beats - pick(dice, 1.0, 2.0, beats) if has_fill else NEVER
        bar = Bar(part, number, base, fill_from, stop, has_half_kicks)
        with_kick, with_snare, with_hats, with_bass, with_chords, with_lead = part.plays
        if with_kick and not (bar.is_build and is_last and dice.random() < 0.5):
            self.kicks(bar)
        if with_snare:
            self.snares(bar)
        if bar.is_build and dice.random() < self.score.roll_chance:
            self.roll(bar)
        if has_fill:
            self.fill(bar)
        if with_hats:
            self.hats(bar)
            self.percussion(bar)
        if with_bass:
            self.bass(bar)
        if with_chords:
            self.chords(bar)
        if with_chords and self.score.has_arpeggio:
            self.arpeggio(bar)
        if with_lead and self.score.has_lead:
            self.lead(bar)
        if self.score.has_vocal and part.kind in ("verse", "break", "drop") and dice.random() < 0.7:
            self.vocal(bar)

    def kicks(self, bar: Bar) -> None:
        """Unless a fill takes over."""
        for s, g in steps_of(self.score.drums[bar.part.lines][0], self.dice, 0.3):
            if bar.base + s < min(bar.stop, bar.fill_from) and not (bar.has_half_kicks and s % 2):
                self.hit("kick", bar.base + s, self.kit.loud["kick"] * g)

    def snares(self, bar: Bar) -> None:
        """Soft ones sound different."""
        for s, g in steps_of(self.score.drums[bar.part.lines][1], self.dice, 0.3):
            if bar.base + s < min(bar.stop, bar.fill_from):
                self.hit("snare" if g == 1.0 else "ghost", bar.base + s, self.kit.loud["snare"] * g)

    def roll(self, bar: Bar) -> None:
        """Snares that double and grow through a build."""
        done = (bar.number - bar.part.first_bar) / bar.part.bars
        rate = 1.0 if done < 0.5 else 0.5 if done < 0.75 else 0.25
        for s in np.arange(0, self.style.beats, rate):
            if bar.base + s < bar.stop:
                self.hit("snare", bar.base + s, self.kit.loud["snare"] * (0.4 + 0.6 * done))

    def fill(self, bar: Bar) -> None:
        """Drums at random that lead into the next part."""
        for s in np.arange(bar.fill_from, bar.base + self.style.beats - 0.01, 0.25):
            if self.dice.random() < 0.6 and s < bar.stop:
                name = pick(self.dice, "snare", "perc", "ghost", "kick")
                self.hit(name, s, self.kit.loud["snare"] * self.gain(0.5, 1))

    def hats(self, bar: Bar) -> None:
        """Open ones on the off-beat; some styles roll."""
        text, loud = self.score.drums[bar.part.lines][2], self.kit.loud["hat"]
        for s, g in steps_of(text, self.dice, 0.8):
            name = "open" if s % 1 == 0.5 and text.startswith("--x") else "closed"
            if bar.base + s < bar.stop:
                self.hit(name, bar.base + s, loud * g)
        if self.style.name in ROLLED_HATS and self.dice.random() < 0.4:
            for s in np.arange(0, 1, pick(self.dice, 1 / 6, 1 / 8, 1 / 12)):
                self.hit("closed", bar.base + pick(self.dice, 1.0, 2.0, 3.0) + s, loud * 0.7)

    def percussion(self, bar: Bar) -> None:
        """The same places in every bar."""
        for s in self.score.perc:
            if bar.base + s < bar.stop:
                self.hit("perc", bar.base + s, self.kit.loud["perc"])

    def bass(self, bar: Bar) -> None:
        """Its line on the roots of the chords."""
        harmony, player = self.score.harmony, self.score.voices["bass"]
        for s, n, octave in self.score.bass[bar.part.lines]:
            at = bar.base + s
            if at < bar.stop:
                hertz = harmony.pitch(harmony.degree_at(at), octave)
                self.play(player, at, min(n, bar.stop - bar.base - s), hertz, self.kit.loud["bass"])

    def chords(self, bar: Bar) -> None:
        """Triads; in a break they are held for the bar."""
        beats, harmony, voices = self.style.beats, self.score.harmony, self.score.voices
        for s, n in self.score.chords[bar.part.lines] if bar.part.kind != "break" else [(0.0, float(beats))]:
            at = bar.base + s
            if at >= bar.stop:
                continue
            player = voices["pad"] if n >= beats else voices["pluck"]
            degree, length = harmony.degree_at(at), min(n, bar.stop - bar.base - s)
            chord = [harmony.pitch(degree + third, 2) for third in (0, 2, 4)]
            if self.score.is_rolled:
                self.play_rolled(player, at, length, chord)
                continue
            for hertz in chord:
                self.play(player, at, length, hertz, self.kit.loud["chords"] / 2)

    def arpeggio(self, bar: Bar) -> None:
        """The chord in sixteenths."""
        harmony, player = self.score.harmony, self.score.voices["pluck"]
        for s in np.arange(0, self.style.beats, 0.25):
            at = bar.base + s
            if at < bar.stop:
                hertz = harmony.pitch(harmony.degree_at(at) + (0, 2, 4, 7)[int(s * 4) % 4], 3)
                self.play(player, at, 0.2, hertz, self.kit.loud["chords"] / 2)

    def lead(self, bar: Bar) -> None:
        """A melody of one or two bars; every second step of the scale goes along with the chord."""
        harmony, player, loud = self.score.harmony, self.score.voices["lead"], self.kit.loud["lead"]
        line = self.score.drop_lead if bar.part.kind.startswith("drop") else self.score.song_lead
        late, quieter = self.score.echo
        for at, n, step in phrase_of(line, bar.number, self.style.beats):
            if at >= bar.stop:
                continue
            hertz = harmony.pitch(step + (harmony.degree_at(at) if step % 2 else 0), 3)
            self.play(player, at, n * 0.9, hertz, loud)
            if late:
                self.play(player, at + late, n * 0.9, hertz, loud * quieter)

    def vocal(self, bar: Bar) -> None:
        """A few notes that begin near the bar's start and keep no strict time."""
        dice, harmony, player = self.dice, self.score.harmony, self.score.voices["vocal"]
        at = bar.base + pick(dice, -0.5, 0.0, 0.5, 1.0, 1.5)
        for _ in range(int(dice.integers(2, 6))):
            n = pick(dice, 0.5, 1.0, 1.5, 0.25)
            if at + n >= bar.stop:
                break
            begin = self.wheel.at(at) + dice.normal(0, 0.02)
            sung = note(player, harmony.pitch(int(dice.integers(0, 9)), 2), n * 60 / self.bpm * 0.9)
            self.tonal.add(begin, sung, self.kit.loud["vocal"])
            at += n
