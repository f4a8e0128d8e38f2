# ruff: noqa: E501 - a mixing desk reads best with one channel a line
"""Thirty-Two: a fast electronic waltz, 172, D minor, three in a bar. Each drop is thirty-two bars: one fouetté a bar."""

from tools.soundtrack.clock import Clock
from tools.soundtrack.drums import Clap, Cymbal, Hat, Kick, Shaker, Snare, Tom
from tools.soundtrack.effects import Crush, Drive, Ensemble, Phase, Squash, Sweep, Width
from tools.soundtrack.form import Curve, Form, Part, Section, Song
from tools.soundtrack.keys import Bells, Piano, Plucked
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import changes, chords, joined, looped, melody, roots, window
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, stabs, steps
from tools.soundtrack.staging import drum, edges, gaps_before, in_each, opened
from tools.soundtrack.synths import Fm, Ladder, Saws, Sub
from tools.soundtrack.voices import Throat

FORM = Form(
    (
        Section("intro", "intro", 8),
        Section("theme", "verse", 16, "entry"),
        Section("build 1", "build", 8),
        Section("drop 1", "drop", 32, "drop"),
        Section("breakdown", "breakdown", 16),
        Section("build 2", "build", 8, "return"),
        Section("drop 2", "drop", 32, "drop"),
        Section("outro", "outro", 9),
    ),
    beats_per_bar=3,
)
CLOCK = Clock(lead_s=0.4463, steps=((0, 172.0),), beats_per_bar=3)
GAPS = gaps_before(FORM, {"build 1": 1.0, "build 2": 2.0})

WALTZ = melody(
    "A5/2 G5/.5 F5 | D5/2 E5/.5 F5 | G5/2 A5/.5 Bb5 | D6/2 Bb5/1 | C6/1 Bb5/.5 A5 G5/1 | E5/1 G5 Bb5 | A5/2 C6/1 | C#6/1 A5 G5 |"
    "F5/1 E5/.5 F5 A5/1 | D6/2 A5/1 | Bb5/1 A5/.5 Bb5 D6/1 | G5/2 Bb5/1 | A5/1 F5 D5 | C#5/1 E5 A5 | D5/3 | A5/1 r/2 |",
    3,
)
STEPS = changes("Dm | Dm | Gm | Gm | C7 | C7 | F | A7 | Dm | Dm | Gm | Gm | Dm/A | A7 | Dm | A7", 3)
# The trio: broad, in the relative major, for the breakdown; its second half turns back.
TRIO = melody(
    "F5/3 | A5/2 G5/1 | E5/3 | G5/2 F5/1 | D5/3 | F5/2 Bb5/1 | A5/3 | G5/3 |"
    "A5/3 | C6/2 A5/1 | Bb5/3 | D6/2 Bb5/1 | A5/2 G5/1 | F5/2 D5/1 | E5/3 | C#5/3 |",
    3,
)
TRIO_CHORDS = changes("F | F | C7 | C7 | Bb | Bb | F | C | Dm | Am | Gm | Gm | Dm | Bb | A7sus4 | A7", 3)
SPIN = melody(
    "D6/.5 A5 F5 A5 D6 E6 | F6/1 E6/.5 D6 A5/1 | Bb5/.5 G5 D5 G5 Bb5 D6 | D6/1 C6/.5 Bb5 G5/1 |"
    "E5/.5 G5 Bb5 G5 C6 Bb5 | A5/.5 C6 F6 C6 A5 F5 | E5/.5 A5 C#6 A5 E6 C#6 | A5/1 C#6 E6 |",
    3,
)
SPIN_CHORDS = changes("Dm | Dm | Gm | Gm | C7 | F | A7 | A7", 3)
LIFT = changes("Gm | Gm | Bb | Bb | Dm/A | Dm/A | A7 | A7", 3)
LATER_STEPS = changes("Dm | Dm | Gm | Gm | Dm/A | A7 | Dm | A7", 3)
LATER_TRIO = changes("Dm | Am | Gm | Gm | Dm | Bb | A7sus4 | A7", 3)
# Under the waltz's return in the second drop: long notes, a bar each, that only know the chords.
COUNTER = melody("D5/3 | F5 | Bb4 | D5 | E5 | G5 | F5 | E5 | D5 | F5 | D5 | Bb4 | A4 | G4 | F4 | E4 |", 3)


def write() -> list[Strip]:
    """All strips."""
    f = FORM
    intro, theme, build1, drop1 = f["intro"], f["theme"], f["build 1"], f["drop 1"]
    rest, build2, drop2, outro = f["breakdown"], f["build 2"], f["drop 2"], f["outro"]
    drops = (drop1, drop2)

    kick = (
        Part()
        .put(groove(16, {1: "X..........."}, 3), theme)
        .put(
            groove(
                32,
                {
                    1: "X...........",
                    2: "X.........x.",
                    4: "X.....X.....",
                    7: "X.......X...",
                    8: "....X.......",
                    16: "X...X...X...",
                },
                3,
            ),
            *drops,
        )
    )
    kick.put(groove(4, {1: "X..........."}, 3), build1, build2).put(groove(8, {1: "X..........."}, 3), outro).at(
        outro.bar(8), steps("X", 1.0)
    )
    kick.at(build1.bar(4), groove(3, {1: "X...X...X..."}, 3)).at(build2.bar(4), groove(3, {1: "X...X...X..."}, 3))
    clap = (
        Part()
        .put(groove(32, {1: "....X...x...", 4: "....X...X.x.", 8: "....x...XxXX"}, 3), *drops)
        .put(groove(16, {1: "....x...o..."}, 3), theme)
    )
    snare = (
        Part()
        .at(build1.bar(4), roll(11.0))
        .at(build2.bar(4), roll(10.0, 0.4))
        .put(groove(32, {1: "............", 8: "........xxXX", 16: "....x.x.XXXX"}, 3), *drops)
    )
    hats = (
        Part()
        .put(groove(32, {1: "x.o.x.o.x.o.", 2: "x.o.xoo.x.oo", 8: "xooxooxooxxx"}, 3), *drops)
        .put(groove(16, {1: "..o...o...o."}, 3), theme)
        .put(groove(8, {1: "x.o.x.o.x.o."}, 3), build1, build2, outro)
    )
    opens = Part().put(groove(32, {1: "..........X.", 2: "......X.....", 4: "..X...X...X."}, 3), *drops)
    shaker = Part().put(groove(32, {1: "oxoxoxoxoxox"}, 3), drop2).at(drop1.bar(16), groove(16, {1: "oxoxoxoxoxox"}, 3))
    ride = Part().at(drop1.bar(16), groove(16, {1: "x...o...o..."}, 3)).put(groove(32, {1: "x...x...x..."}, 3), drop2)
    toms = in_each(drops, (15, 31), melody("D3/.5 D3/.25 A2 A2/.5 F2 D2 D2 |", 3))
    triangle = (
        Part()
        .put(groove(16, {1: "....x...x...", 4: "x...x...x..."}, 3), rest)
        .put(groove(8, {1: "....x...x..."}, 3), intro)
    )

    sub = (
        Part()
        .put(roots(STEPS, 38, 0.8), theme)
        .put(roots(LIFT[:4], 38), build1)
        .put(roots(LIFT[:4], 38, 0.7), build2)
        .put(roots(TRIO_CHORDS, 38, 0.5), rest)
    )
    cycle_bass = joined(
        (48, figure(STEPS, 16, "1---..1-..1-", 38, beats=3, gate=0.95)),
        (24, figure(SPIN_CHORDS, 8, "1---..1-..1-", 38, beats=3, gate=0.95)),
        (24, figure(SPIN_CHORDS, 8, "1---1---1---", 38, beats=3, gate=0.9)),
    )
    cycle_bite = joined(
        (48, figure(STEPS, 16, "R.....8.1.8.|R...5...8.5.", 38, beats=3, gate=0.85)),
        (24, figure(SPIN_CHORDS, 8, "R.8.1.8.1.8.", 38, beats=3, gate=0.85)),
        (24, figure(SPIN_CHORDS, 8, "R1.81.R.81.8", 38, beats=3, gate=0.8)),
    )
    sub.put(cycle_bass, *drops).at(outro.bar(8), roots(changes("Dm", 3), 38))
    bite = Part().put(cycle_bite, *drops)
    oom = (
        Part()
        .put(figure(STEPS, 16, "1...........", 38, beats=3, gate=3.0), theme)
        .put(figure(TRIO_CHORDS, 16, "1-----------", 38, beats=3), rest)
    )
    oom.at(intro.start, figure(LATER_STEPS, 8, "1---........", 38, beats=3))
    oom.at(outro.start, figure(STEPS[:8], 8, "1---........", 38, beats=3))
    pah = (
        Part()
        .put(stabs(chords(STEPS, 57, 74, 3), "....x...x...", 48, 3.0, 0.9), theme)
        .at(intro.start, stabs(chords(LATER_STEPS, 57, 74, 3), "....x...x...", 24, 3.0, 0.9))
    )
    pah.at(outro.start, stabs(chords(STEPS[:8], 57, 74, 3), "....x...x...", 24, 3.0, 0.9)).put(
        stabs(chords(TRIO_CHORDS, 57, 74, 3), "....o...o...", 48, 3.0, 0.9), rest
    )
    wall_chords = joined((48, chords(STEPS, 57, 77)), (48, looped(chords(SPIN_CHORDS, 57, 77), 24, 48)))
    wall = (
        Part()
        .put(stabs(wall_chords, "....x-..x-..", 96, 3.0), drop1)
        .put(stabs(wall_chords, "x--.x-..x-x-", 96, 3.0), drop2)
    )
    arp = (
        Part()
        .put(arpeggio(chords(LIFT, 60, 79), 24, (0, 1, 2, 3, 4, 5), 0.25, 0.6), build1, build2)
        .put(arpeggio(wall_chords, 96, (0, 1, 2, 3, 2, 1), 0.25, 0.6, lift=12), drop2)
    )
    arp.at(drop1.bar(16), arpeggio(looped(chords(SPIN_CHORDS, 57, 77), 24, 48), 48, (0, 1, 2, 3, 2, 1), 0.5, 0.6))

    piano = Part().put(WALTZ, theme, semitones=0).at(outro.start, window(WALTZ, 0, 24))
    lead = Part().put(joined((48, WALTZ), (24, SPIN), (24, SPIN)), *drops)
    climb = melody("D5/1 F5 A5 | D6/1 A5 F5 | E5/1 G5 C#6 | E6/1 r/2 |", 3)
    lead.at(build1.bar(4), climb, semitones=-12).at(build2.bar(4), climb)
    counter = Part().at(drop2.start, COUNTER).at(drop2.bar(16), joined((24, SPIN), (24, SPIN)), semitones=12, gain=0.7)
    strings = (
        Part()
        .put(chords(TRIO_CHORDS, 55, 76), rest)
        .put(chords(LIFT, 56, 78), build1)
        .put(chords(LIFT, 58, 82), build2)
        .put(wall_chords, drop2)
        .at(theme.bar(8), chords(LATER_STEPS, 55, 75))
    )
    strings.at(outro.bar(8), chords(changes("Dm", 3), 50, 74))
    violin = Part().put(TRIO, rest)
    celesta = (
        Part()
        .put(arpeggio(chords(TRIO_CHORDS, 67, 88), 48, (0, 1, 2, 3, 2, 1), 0.5), rest)
        .put(
            melody("A5/1 r/2 | D6/1 r/2 | Bb5/1 r/2 | D6/1 r/2 | A5/1 D6 F6 | E6/1 C#6 A5 | D6/3 | A5/1 r/2 |", 3),
            intro,
        )
    )
    celesta.at(drop2.bar(16), joined((24, SPIN), (24, SPIN)), semitones=0, gain=0.8)
    choir = (
        Part()
        .put(joined((48, chords(STEPS, 60, 79, 3)), (48, looped(chords(SPIN_CHORDS, 60, 79, 3), 24, 48))), drop2)
        .at(rest.bar(8), chords(LATER_TRIO, 58, 77, 3))
    )
    celli = Part().put(roots(TRIO_CHORDS, 48), rest).at(theme.bar(8), roots(LATER_STEPS, 48))
    celli.mute(*GAPS[1])
    for gap in GAPS:
        for part in (strings, choir, sub, arp, hats):
            part.mute(*gap)

    opening = Curve(
        (
            (theme.start, 1500),
            (build1.start, 1500),
            (build1.end, 9000),
            (rest.start, 2400),
            (rest.end, 4200),
            (build2.end, 9500),
            (drop2.start, 6000),
        ),
        True,
    )
    return [
        drum("kick", Kick(hz=55, punch_hz=360, length_s=0.25, click=0.45, drive=1.9), kick.line, -12, is_kick=True),
        drum("clap", Clap(1000, 4200, 0.14), clap.line, -18, low_cut=300, sends={"room": 0.3, "hall": 0.05}),
        drum("snare", Snare(hz=214), snare.line, -19, low_cut=150, sends={"room": 0.3, "hall": 0.14}),
        drum("hats", Hat(length_s=0.045), hats.line, -24.5, sends={"room": 0.08}),
        drum("open hats", Hat(open_s=0.2, pan=-0.2), opened(opens.line), -24.5),
        drum("shaker", Shaker(0.06), shaker.line, -28),
        drum("ride", Cymbal(0.8, ping=0.9), ride.line, -27),
        drum("triangle", Bells(1.0, 1.2), triangle.line, -31, low_cut=2500, sends={"hall": 0.3}),
        drum("toms", Tom(), toms, -17, sends={"room": 0.3}),
        *edges(FORM, GAPS, riser_pitch=50, crashes=(drop1.bar(16), drop2.bar(8), drop2.bar(16), drop2.bar(24))),
        Strip("sub", Sub(), sub.line, -15.5, "bass", duck=0.8, high_cut=180),
        Strip("bite", Fm(1.0, 4.5, 0.14, 0.3, 2.0, 0.8, decay=0.3, sustain=0.6, drive=1.9), bite.line, -16.5, "bass", duck=0.7, low_cut=80, inserts=(Squash(-20, 3, 0.008, 0.09),), sends={"room": 0.08}),
        Strip("snarl", Ladder(cutoff=320, sweep=3.0, sweep_s=0.1, resonance=0.5, decay=0.18, sustain=0.5, grit=2.2), bite.line, -20, "bass", duck=0.7, low_cut=160, inserts=(Crush(8, 3, 0.2), Phase(6, 0.3))),
        Strip("double bass", Plucked(0.25, 1.2, 0.2), oom.line, -19, "bass", low_cut=40, sends={"room": 0.2}),
        Strip("pah", Saws(detune=0.1, attack=0.02, decay=0.12, sustain=0.2, release=0.12, cutoff=2600, sweep=0.8), pah.line, -22.5, low_cut=180, sends={"hall": 0.3, "room": 0.2}),
        Strip("wall", Saws(detune=0.2, sustain=0.8, cutoff=5000, sweep=0.9), wall.line, -18, low_cut=200, duck=0.75, sends={"hall": 0.2}, inserts=(Width(1.25),)),
        Strip("arp", Saws(voices=3, detune=0.1, decay=0.14, sustain=0, release=0.12, cutoff=1200, sweep=2.5, sweep_s=0.1), arp.line, -24, low_cut=300, sends={"echo": 0.25, "hall": 0.25}, duck=0.5),
        Strip("piano", Piano(felt=0.2), piano.line, -18, low_cut=120, sends={"hall": 0.25, "room": 0.2}),
        Strip("lead", Saws(detune=0.16, sustain=0.8, decay=0.3, cutoff=4200, sweep=1.1, sub=0.25, vibrato=0.12, drive=1.3), lead.line, -16, low_cut=230, eq=((3200, -2, 1),), sends={"echo": 0.2, "hall": 0.22}, duck=0.35),
        Strip("counter", Saws(wave="square", voices=3, detune=0.1, cutoff=3800, sweep=0.6, sustain=0.8, vibrato=0.15), counter.line, -23, low_cut=300, sends={"echo": 0.25, "hall": 0.35}, duck=0.35),
        Strip("strings", Saws(detune=0.13, attack=0.15, release=0.6, cutoff=4500, sweep=0, sustain=0.95), strings.line, -21.5, low_cut=170, inserts=(Ensemble(), Sweep(opening)), sends={"hall": 0.45}, duck=0.4),
        Strip("violin lead", Throat("violin", "violin", players=3, detune=0.08, width=0.4, vibrato=0.28, rate=5.6, attack=0.07, release=0.25, dry=0.25), violin.line, -18, low_cut=200, eq=((3000, -2, 1),), sends={"hall": 0.45}),
        Strip("celesta", Bells(0.3), celesta.line, -22.5, low_cut=300, sends={"hall": 0.4, "echo": 0.15}),
        Strip("choir", Throat("ah", "oh", players=5, detune=0.15, attack=0.12, release=0.5), choir.line, -22.5, low_cut=220, sends={"hall": 0.6}, duck=0.4, inserts=(Width(1.3), Drive(1.2, 0.3))),
        Strip("celli", Throat("cello", "cello", players=4, detune=0.1, attack=0.12, release=0.4, vibrato=0.14), celli.line, -20.5, low_cut=60, sends={"hall": 0.3}, duck=0.3),
    ]  # fmt: skip


SONG = Song(
    slug="thirty-two",
    title="Thirty-Two",
    style="electronic waltz",
    arena="opera",
    chapter="",
    seed=32,
    key="D minor",
    clock=CLOCK,
    form=FORM,
    write=write,
    fader=FORM.fader(
        {
            "intro": 2.0,
            "theme": -2.0,
            "build 1": (-3.5, -2.0),
            "breakdown": -4.0,
            "build 2": (-4.5, -2.0),
            "outro": -1.0,
        },
        gaps=GAPS,
    ),
    hall_s=2.6,
    echo_beats=1.0,
    about="Each drop is thirty-two bars: one fouetté a bar.",
)
