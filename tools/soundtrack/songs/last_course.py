# ruff: noqa: E501 - a mixing desk reads best with one channel a line
"""The Last Course: half-time dubstep, 140, F minor. A harpsichord gavotte at table, until something growls under it."""

from tools.soundtrack.clock import Clock
from tools.soundtrack.drums import Clap, Hat, Kick, Knock, Shaker, Snare, Tom
from tools.soundtrack.effects import Crush, Drive, Ensemble, Phase, Squash, Sweep, Width
from tools.soundtrack.form import Curve, Form, Part, Section, Song
from tools.soundtrack.keys import Bells, Harpsichord, Plucked
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import Line, changes, chords, joined, looped, melody, roots, shifted, window
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, stabs, steps
from tools.soundtrack.staging import drum, edges, gaps_before, in_each, opened, shaded
from tools.soundtrack.synths import Fm, Growl, Saws, Sub
from tools.soundtrack.voices import Throat

FORM = Form(
    (
        Section("intro", "intro", 8),
        Section("theme", "verse", 8, "entry"),
        Section("build 1", "build", 8),
        Section("drop 1", "drop", 16, "drop"),
        Section("breakdown", "breakdown", 8),
        Section("build 2", "build", 8, "return"),
        Section("drop 2", "drop", 16, "drop"),
        Section("outro", "outro", 6),
    )
)
CLOCK = Clock(lead_s=0.2719, steps=((0, 140.0),))
GAPS = gaps_before(FORM, {"build 1": 1.0, "build 2": 2.0})

GAVOTTE = melody(
    "C5/.5 C5 F5/1 Ab5/.5 G5 F5/1 | Ab5/.5 F5 Db5/1 F5/.5 Eb5 Db5/1 | Db5/.5 C5 Bb4/1 Db5/.5 F5 Bb5/1 | G5/.5 F5 E5/1 G5/.5 E5 C5/1 |"
    "C5/.5 C5 F5/1 Ab5/.5 G5 F5/1 | Ab5/.5 Bb5 Db6/1 Ab5/.5 F5 Db5/1 | Db5/.5 F5 Bb5/1 Ab5/.5 G5 F5/1 | E5/.5 F5 G5/1 F5/2 |"
)
TABLE = changes("Fm | Db | Bbm | C7 | Fm | Db | Bbm | C7 Fm")
TRIO = melody(
    "Ab5/2 C6/1 Ab5 | G5/2 Eb5/1 G5 | F5/2 Ab5/1 F5 | Eb5/3 F5/.5 G5 |"
    "Ab5/2 C6/1 Eb6 | Db6/2 Bb5/1 F5 | G5/1 Bb5 E5 G5 | F5/3 r/1 |"
)
TRIO_CHORDS = changes("Ab | Eb | Db | Eb | Ab | Bbm | C7 | Fm")
DROP_CHORDS = changes("Fm | Fm | Db | C7")
LIFT = changes("Db | Db | Eb | Eb | Bbm | Bbm | C7 | C7")
# What the beast says: two bars of call, two of answer; shades choose how fast its mouth moves.
BEAST = melody(
    "F1!/1 F1/.5 F2~/.5 r/.25 F1/.25 Ab1/.5 F1!/1 | F1/.75 Eb1/.25 F1/.5 F2!/.5 C2~/1 r/.5 F1/.25 F1 |"
    "Db2!/1 Db1/.5 Db2/.5 r/.25 Db2 F2/.5 Db1/1 | C2!/.75 C1/.25 C2/.5 E2~/.5 G1/.5 C1/.5 Bb1/.25 C2 E2 G2 |"
)
TEETH = melody(
    "F2!/.25 F1 r F2 Ab2~ F2 r F1 F1/1 F2/.25 F2 C2 F1 | F1!/1.5 Ab1/.5 r/.5 Eb2/.25 F2~ F1/.5 F2/.25 Ab2 |"
    "Db2!/.25 Db1 r Db2 F2~ Db2 r Db1 Db2/1 Ab1/.25 Db2 F2 Ab2 | C1!/1 C2/.5 E2/.5 G2/.25 E2 C2 Bb1 C2/.5 G1/.25 C2 |"
)
SPEEDS = (0.05, 0.45, 0.7, 0.3, 0.95, 0.2, 0.6, 0.45)
FAST = (0.7, 0.95, 0.45, 0.8, 0.6)


def write() -> list[Strip]:
    """All strips."""
    f = FORM
    intro, theme, build1, drop1 = f["intro"], f["theme"], f["build 1"], f["drop 1"]
    rest, build2, drop2, outro = f["breakdown"], f["build 2"], f["drop 2"], f["outro"]
    drops = (drop1, drop2)

    half = {1: "X.....x...x.....", 2: "X..x..x......x..", 4: "X.....x..x....xx", 8: "X..x..x...x.XxXX"}
    kick = Part().put(groove(8, {1: "X...............", 2: "X.........x....."}), theme).put(groove(16, half), *drops)
    kick.put(groove(4, {1: "X...X...X...X..."}), build1, build2).put(groove(4, {1: "X.....x........."}), outro).at(
        outro.bar(4), steps("X", 1.0)
    )
    snare = Part().put(groove(16, {1: "........X.......", 4: "........X.....o.", 8: "........X..o.xXX"}), *drops)
    snare.put(groove(8, {1: "........x......."}), theme).put(groove(4, {1: "........X......."}), outro)
    clap = Part().put(groove(16, {1: "........X......."}), drop2)
    rolls = (
        Part()
        .at(build1.bar(4), roll(15.0))
        .at(build2.bar(4), roll(14.0, 0.4))
        .at(build2.start, groove(4, {1: "....x.......x..."}))
    )
    hats = (
        Part()
        .put(groove(16, {1: "x.o.x.o.x.o.x.o.", 2: "x.o.x.ooxoo.x.xx", 4: "x.oxx.oxx.oxxxxx"}), *drops)
        .put(groove(8, {1: "x...x...x...x.o."}), theme)
    )
    opens = Part().put(groove(16, {1: "......X.......X.", 2: "....X.....X....."}), *drops)
    shaker = (
        Part().put(groove(16, {1: "o.xoo.xoo.xoo.xo"}), drop2).put(groove(8, {1: "x.o.x.o.x.o.x.o."}), build1, build2)
    )
    plates = (
        Part()
        .put(groove(8, {1: "x.......o.......", 2: "x.....o.x...o.o."}), intro)
        .put(groove(8, {1: "x..o..x.o..x..o.", 4: "x..o..x.oxoxoxox"}), theme, rest)
    )
    plates.put(in_each(drops, (1, 5, 9, 13), steps("..........x.xx.x"))).put(
        in_each(drops, (3, 7, 11), steps("............XxXx"))
    )
    china = shaded(plates.line, (0.1, 0.9, 0.4, 0.7))
    toms = in_each(drops, (7, 15), melody("r/2.5 F3/.25 F3 C3 C3 Ab2 F2 |"))

    sub = (
        Part()
        .put(roots(TABLE, 29, 0.8), theme)
        .put(roots(LIFT[:4], 29), build1)
        .put(roots(LIFT[:6], 29, 0.7), build2)
        .put(roots(TRIO_CHORDS, 41, 0.5), rest)
    )
    beast = Part().put(
        joined(
            (16, shaded(BEAST, SPEEDS)),
            (16, shaded(TEETH, SPEEDS)),
            (16, shaded(BEAST, FAST)),
            (16, shaded(TEETH, FAST)),
        ),
        drop1,
    )
    beast.put(
        joined(
            (16, shaded(TEETH, FAST)), (16, shaded(BEAST, FAST)), (16, shaded(TEETH, SPEEDS)), (16, shaded(BEAST, FAST))
        ),
        drop2,
    )
    for drop in drops:
        sub.put(looped(figure(DROP_CHORDS, 4, "1-----1---1-----|1--1--1-----11--", 29, gate=0.95), 16, 64), drop)
    sub.at(outro.bar(4), roots(changes("Fm"), 29))

    clavier = Part().put(GAVOTTE, intro, theme).at(outro.start, window(GAVOTTE, 0, 16))
    clavier.at(
        drop2.bar(8), looped(arpeggio(chords(DROP_CHORDS, 60, 79), 16, (0, 2, 1, 3, 2, 4, 3, 5), 0.5, 0.7), 16, 32)
    )
    for drop in drops:
        clavier.put(in_each((drop,), (1, 5), melody("r/2 C5/.25 C5 F5/.5 Ab5/.25 G5 F5/.5 |")))
    left = (
        Part()
        .put(stabs(chords(TABLE, 48, 67, 3), "x.x.x.x.", 32, gate=0.6), theme)
        .at(intro.bar(4), stabs(chords(TABLE, 48, 67, 3), "x...x...", 16, gate=0.8))
    )
    pizz = (
        Part()
        .put(figure(TABLE, 8, "1...5...8...5...", 41), theme)
        .put(figure(TRIO_CHORDS, 8, "1...5...8...5...", 41), rest)
    )
    strings = (
        Part()
        .put(chords(TRIO_CHORDS, 55, 76), rest)
        .put(chords(LIFT, 56, 78), build1)
        .put(chords(LIFT, 58, 82), build2)
        .at(intro.bar(4), chords(changes("Fm | Db | Bbm | C7"), 53, 73))
    )
    strings.at(drop2.bar(8), looped(chords(DROP_CHORDS, 56, 77), 16, 32)).at(
        outro.start, chords(changes("Fm | Db | Bbm | C7 | Fm | Fm"), 53, 74)
    )
    lead = Part().put(TRIO, rest, semitones=-12)
    scream = melody(
        "F5/1.5 Ab5/.5 G5/.5 F5 C5/1 | F5/1 r/.5 C5/.5 F5 Ab5 C6/1 | Db6/1.5 C6/.5 Ab5/1 F5 | E5/1 G5 C6/.5 Bb5 G5 E5 |"
    )
    lead.at(drop1.bar(8), scream).at(drop1.bar(12), scream).at(drop2.start, scream).at(drop2.bar(4), scream).at(
        drop2.bar(8), scream
    ).at(drop2.bar(12), scream)
    climb = melody(
        "F5/.5 Bb5 F5 Bb5 Db6 Bb5 Db6 F6 | F5/.5 Bb5 F5 Bb5 Db6 Bb5 Db6 F6 | E5/.5 G5 E5 G5 Bb5 C6 Bb5 G5 | C6/1 E6 r/2 |"
    )
    lead.at(build1.bar(4), climb, semitones=-12).at(build2.bar(4), climb)
    wall = (
        Part()
        .at(drop1.bar(8), stabs(looped(chords(DROP_CHORDS, 56, 77), 16, 32), "x-----x-..x---..", 32))
        .put(stabs(looped(chords(DROP_CHORDS, 56, 77), 16, 64), "x-----x-..x---x-", 64), drop2)
    )
    arp = (
        Part()
        .put(arpeggio(chords(LIFT, 60, 80), 32, (0, 1, 2, 3, 4, 3, 2, 1), 0.25, 0.6), build1, build2)
        .at(drop2.bar(8), looped(arpeggio(chords(DROP_CHORDS, 60, 80), 16, (0, 2, 1, 3, 2, 4), 0.25, 0.6), 16, 32))
    )
    choir = (
        Part()
        .put(chords(LIFT, 60, 80, 3), build2)
        .at(drop2.bar(8), looped(chords(DROP_CHORDS, 60, 79, 3), 16, 32))
        .put(chords(TRIO_CHORDS, 58, 77, 3), rest, gain=0.7)
    )
    celli = Part().put(roots(TRIO_CHORDS, 47), rest).put(roots(LIFT, 47), build2)
    celli.mute(*GAPS[1])
    for gap in GAPS:
        for part in (strings, choir, sub, arp, shaker):
            part.mute(*gap)

    opening = Curve(
        (
            (intro.start, 900),
            (theme.start, 2500),
            (build1.start, 1200),
            (build1.end, 9000),
            (rest.start, 2600),
            (build2.start, 1800),
            (build2.end, 9500),
            (drop2.start, 6000),
        ),
        True,
    )
    return [
        drum("kick", Kick(hz=43.65, punch_hz=330, length_s=0.36, click=0.45, drive=2.2), kick.line, -12, is_kick=True),
        drum("snare", Snare(hz=188, tone=1.0, wires=0.85, length_s=0.3, crack=0.8, room=0.3, drive=2.6), snare.line, -12.5, low_cut=110, sends={"room": 0.35, "hall": 0.14}),
        drum("clap", Clap(), clap.line, -19, low_cut=300, sends={"room": 0.3}),
        drum("rolls", Snare(hz=215, tone=0.6), rolls.line, -19, low_cut=160, sends={"room": 0.3, "hall": 0.15}),
        drum("hats", Hat(), hats.line, -24.5, sends={"room": 0.08}),
        drum("open hats", Hat(open_s=0.28, pan=-0.2), opened(opens.line), -24.5),
        drum("shaker", Shaker(), shaker.line, -28),
        drum("plates", Knock(modes=((2130, 1, 0.3), (3480, 0.6, 0.22), (5210, 0.45, 0.16), (7400, 0.25, 0.1)), tick=0.6, stray=0.1), china, -24, sends={"hall": 0.25, "room": 0.2, "echo": 0.1}),
        drum("toms", Tom(), toms, -17, sends={"room": 0.3}),
        *edges(FORM, GAPS, riser_pitch=53, crashes=(drop1.bar(8), drop2.bar(8), build2.start)),
        Strip("sub", Sub(warmth=1.5), sub.line, -15.5, "bass", duck=0.6, high_cut=160),
        Strip("beast", Growl(vowels="uoaei", drive=3.2, sub=0.35), beast.line, -13.5, "bass", duck=0.5, low_cut=60, inserts=(Squash(-20, 3, 0.005, 0.08), Drive(1.6, 0.6)), sends={"room": 0.08, "hall": 0.02}),
        Strip("beast teeth", Fm(1.0, 7.0, 0.25, 0.4, 2.0, 1.2, wobble=2.0, drive=2.6), shifted(beast.line, 0, 12), -20, "bass", duck=0.5, low_cut=220, inserts=(Crush(6, 5, 0.4), Phase(4, 0.4), Width(1.2))),
        Strip("harpsichord lead", Harpsichord(), clavier.line, -18.5, low_cut=220, sends={"hall": 0.2, "room": 0.3, "echo": 0.1}),
        Strip("left hand", Harpsichord(), left.line, -23, low_cut=150, sends={"room": 0.3}),
        Strip("pizzicato", Plucked(0.3, 0.6, 0.12), pizz.line, -22, sends={"room": 0.3, "hall": 0.2}),
        Strip("strings", Saws(detune=0.13, attack=0.2, release=0.6, cutoff=4200, sweep=0, sustain=0.95), strings.line, -21.5, low_cut=170, inserts=(Ensemble(), Sweep(opening)), sends={"hall": 0.45}, duck=0.3),
        Strip("lead", Saws(detune=0.16, sustain=0.8, cutoff=4200, sweep=1.0, sub=0.25, drive=1.5, vibrato=0.15, glide_s=0.1), lead.line, -17, low_cut=230, eq=((3200, -2, 1),), sends={"echo": 0.25, "hall": 0.25}, duck=0.3),
        Strip("wall", Saws(detune=0.22, sustain=0.8, cutoff=5000, sweep=0.9), wall.line, -18.5, low_cut=210, duck=0.5, sends={"hall": 0.2}, inserts=(Width(1.25),)),
        Strip("arp", Saws(voices=3, detune=0.1, decay=0.16, sustain=0, release=0.14, cutoff=1100, sweep=2.5, sweep_s=0.1), arp.line, -24, low_cut=300, sends={"echo": 0.3, "hall": 0.25}, duck=0.3),
        Strip("choir", Throat("ah", "oh", players=5, detune=0.15, attack=0.2, release=0.6), choir.line, -22, low_cut=220, sends={"hall": 0.6}, duck=0.3, inserts=(Width(1.3),)),
        Strip("glass", Bells(0.8), arpeggio_glass(rest.start), -25, sends={"hall": 0.4, "echo": 0.3}),
        Strip("celli", Throat("cello", "cello", players=4, detune=0.1, attack=0.12, release=0.4, vibrato=0.14), celli.line, -20.5, low_cut=60, sends={"hall": 0.3}, duck=0.3),
    ]  # fmt: skip


def arpeggio_glass(start: float) -> Line:
    """Wine glasses over the trio."""
    return shifted(arpeggio(chords(TRIO_CHORDS, 72, 91), 32, (3, 1, 2, 0), 0.5), start)


SONG = Song(
    slug="the-last-course",
    title="The Last Course",
    style="half-time dubstep",
    arena="banquet",
    chapter="Banquet",
    seed=1789,
    key="F minor",
    clock=CLOCK,
    form=FORM,
    write=write,
    fader=FORM.fader(
        {
            "intro": -2.0,
            "theme": -2.5,
            "build 1": (-4.0, -2.0),
            "breakdown": -6.0,
            "build 2": (-4.5, -2.0),
            "outro": -2.0,
        },
        gaps=GAPS,
    ),
    hall_s=2.2,
    about="A harpsichord gavotte at table, until something growls under it.",
)
