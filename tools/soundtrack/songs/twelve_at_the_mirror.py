# ruff: noqa: E501 - a mixing desk reads best with one channel a line
"""Twelve at the Mirror: drum and bass, 174, G minor. Midnight on the harp, a fiddle out of tune with heaven, then speed."""

from tools.soundtrack.clock import Clock
from tools.soundtrack.drums import Cymbal, Hat, Kick, Knock, Shaker, Snare, Tom
from tools.soundtrack.effects import Drive, Ensemble, Phase, Squash, Sweep, Width
from tools.soundtrack.form import Curve, Form, Part, Section, Song
from tools.soundtrack.keys import Bells, Plucked
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import changes, chords, looped, melody, roots
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, stabs, steps
from tools.soundtrack.staging import drum, edges, gaps_before, in_each, opened, shaded
from tools.soundtrack.synths import Fm, Reese, Saws, Sub
from tools.soundtrack.voices import Throat

FORM = Form(
    (
        Section("intro", "intro", 12),
        Section("theme", "verse", 8, "entry"),
        Section("build 1", "build", 8),
        Section("drop 1", "drop", 24, "drop"),
        Section("breakdown", "breakdown", 12),
        Section("build 2", "build", 8, "return"),
        Section("drop 2", "drop", 24, "drop"),
        Section("outro", "outro", 5),
    )
)
CLOCK = Clock(lead_s=0.6803, steps=((0, 174.0),))
GAPS = gaps_before(FORM, {"build 1": 2.0, "build 2": 3.0})

# After Saint-Saëns, Danse macabre (1874): the harp's twelve strokes on D and the fiddle's tritone are his; the tune,
# sliding down by semitones as his second theme does, is ours.
DANCE = melody(
    "D5/1.5 Eb5/.5 D5/1 C#5 | D5/1 Bb4/.5 D5 G5/2 | G5/1.5 F#5/.5 G5/1 Bb5 | G5/1 Eb5/.5 G5 Bb5/2 |"
    "C6/1.5 B5/.5 Bb5/1 A5 | G5/1 Eb5/.5 C5 Eb5/2 | F#5/1.5 G5/.5 F#5/1 Eb5 | D5/1 C5/.5 A4 D5/2 |"
)
LADDER_DOWN = melody(
    "Bb5/2 A5/1 Ab5 | G5/1.5 F#5/.5 G5/1 D5 | Eb5/2 D5/1 Db5 | C5/1.5 B4/.5 C5/1 G4 |"
    "Eb5/1 F5/.5 G5 Ab5/1 C6 | Bb5/1.5 A5/.5 Bb5/1 D6 | C6/1 A5 F#5 D5 | G5/3 r/1 |"
)
NIGHT = changes("Gm | Gm | Eb | Eb | Cm | Cm | D7 | D7")
FALL = changes("Gm | Gm | Cm | Cm | Ab | Gm | D7 | Gm")
HOOK = melody("G5/.5 r/.25 D5/.25 Eb5/.5 D5 C#5 D5 Bb4/1 | G5/.5 r/.25 D5/.25 F#5/.5 G5 Bb5/.75 A5/.25 G5/1 |")
LIFT = changes("Cm | Cm | Eb | Eb | Gm/D | Gm/D | D7 | D7")
TWO_STEP = {1: "X.........X.....", 2: "X..X......X.....", 4: "X.X.......X..X..", 8: "X..X..X...X.X.X."}
BACK_BEAT = {1: "....X.......X...", 2: "....X..o.o..X..o", 4: "....X..o.oo.X.oo", 8: "....X..o.X.oXxXX"}


def write() -> list[Strip]:
    """All strips."""
    f = FORM
    intro, theme, build1, drop1 = f["intro"], f["theme"], f["build 1"], f["drop 1"]
    rest, build2, drop2, outro = f["breakdown"], f["build 2"], f["drop 2"], f["outro"]
    drops = (drop1, drop2)

    kick = (
        Part().put(groove(8, {1: "X...............", 2: "X.........X....."}), theme).put(groove(24, TWO_STEP), *drops)
    )
    kick.put(groove(4, {1: "X...X...X...X..."}), build1, build2).put(groove(4, {1: "X.........X....."}), outro).at(
        outro.bar(4), steps("X", 1.0)
    )
    snare = (
        Part().put(groove(8, {1: "........X.......", 8: "........X...x.xX"}), theme).put(groove(24, BACK_BEAT), *drops)
    )
    snare.put(groove(4, {1: "....X.......X..."}), outro)
    build_snare = (
        Part()
        .at(build1.bar(2), groove(2, {1: "x...x...x...x..."}))
        .at(build1.bar(4), roll(14.0))
        .at(build2.bar(4), roll(13.0, 0.4))
    )
    hats = (
        Part()
        .put(groove(24, {1: "x.o.x.o.x.o.x.o.", 2: "x.o.x.oox.o.x.oo", 8: "x.ooxooxx.oxoxxx"}), *drops)
        .put(groove(8, {1: "x.o.x.o.x.o.x.o."}), theme)
    )
    hats.put(groove(4, {1: "x.o.x.o.x.o.x.o."}), outro)
    ghost = Part().put(groove(24, {1: "..,..,.,..,..,.,", 2: "..,..,,,..,.,,.,"}), *drops)
    shaker = (
        Part().put(groove(24, {1: "oxoxoxoxoxoxoxox"}), *drops).put(groove(8, {1: "oxoxoxoxoxoxoxox"}), build1, build2)
    )
    ride = (
        Part()
        .at(drop1.bar(8), groove(16, {1: "x...x...x...x..."}))
        .at(drop2.bar(0), groove(24, {1: "x.x.x.x.x.x.x.x."}))
    )
    opens = (
        Part()
        .at(drop1.bar(16), groove(8, {1: "..x...x...x...x."}))
        .at(drop2.bar(8), groove(16, {1: "..x...x...x...x."}))
    )
    toms = Part().put(in_each(drops, (15, 23), melody("r/1.5 G3/.25 G3 D3/.5 D3/.25 Bb2 G2/.5 D2/.25 G2 |")))
    bones = (
        Part()
        .put(groove(12, {1: "x.xxx.x.xxx.x.x.", 4: "x.xxx.x.x.xxxxxx"}), rest)
        .put(groove(8, {1: "x.xxx.x.xxx.x.x."}), theme)
    )
    bones.put(in_each(drops, range(3, 24, 4), steps("..........xxx.xx")))

    sub = (
        Part()
        .put(roots(NIGHT, 31, 0.8), theme)
        .put(looped(figure(NIGHT, 8, "1-.1--..1.1--.1-|1--.1-..1-.11-5-", 31, gate=0.95), 32, 64), *drops)
    )
    for drop in drops:
        sub.at(drop.bar(16), figure(FALL, 8, "1-.1--..1.1--.1-|1--.1-..1-.11-8-", 31, gate=0.95))
    sub.put(roots(LIFT[:4], 31, 0.7), build1).put(roots(LIFT[:6], 31, 0.7), build2).put(roots(FALL, 43, 0.5), rest).at(
        outro.bar(4), roots(changes("Gm"), 31)
    )
    riff = "1---..1.--1-..5-|1--.8-..7-.51---"
    reese = Part().put(shaded(looped(figure(NIGHT, 8, riff, 31), 32, 64), (0.4, 0.65, 0.5, 0.8, 0.35)), *drops)
    for drop in drops:
        reese.at(drop.bar(16), shaded(figure(FALL, 8, "R--.R-..8-.5R---|R-.R-.8-R--.57--", 31), (0.5, 0.8, 0.4, 0.9)))
    stab = (
        Part()
        .at(drop1.bar(8), stabs(chords(NIGHT, 58, 77), "...x......x..x..", 32))
        .at(drop2.start, stabs(chords(NIGHT, 58, 77), "x..x......x..x..", 32))
    )
    stab.at(drop2.bar(8), stabs(chords(NIGHT, 58, 77), "x..x..x...x..x.x", 32)).at(
        drop2.bar(16), stabs(chords(FALL, 58, 77), "x..x..x...x..x.x", 32)
    )

    strokes = Part().at(
        intro.start,
        tuple(
            n
            for bar in range(12)
            for n in melody("D5/4", velocity=0.95)
            for n in [n.__class__(bar * 4.0, 3.5, n.pitch, n.velocity)]
        ),
    )
    harp = (
        Part()
        .at(rest.start, arpeggio(chords(FALL, 55, 76), 32, (0, 1, 2, 3, 4, 5, 4, 3), 0.5))
        .at(rest.bar(8), arpeggio(chords(LIFT[:3], 55, 76), 16, (0, 1, 2, 3, 4, 5, 4, 3), 0.5))
    )
    harp.put(arpeggio(chords(NIGHT, 58, 77), 32, (0, 2, 1, 3), 0.5), theme)
    devil = melody("A4/1.5 Eb5/.5 A4/1 Eb5 | A4/.5 Eb5 A4 Eb5 D5/2 |")
    fiddle = (
        Part()
        .at(intro.bar(4), devil)
        .at(intro.bar(8), devil)
        .at(intro.bar(10), melody("A4/.5 Eb5 A4 Eb5 A4 Eb5 D5 C#5 | D5/3 r/1 |"))
    )
    fiddle.put(DANCE, theme, semitones=0).at(rest.bar(0), LADDER_DOWN, semitones=0).at(drop1.bar(16), LADDER_DOWN).at(
        drop2.bar(16), LADDER_DOWN
    )
    fiddle.at(drop1.bar(0), HOOK).at(drop1.bar(4), HOOK)
    fiddle.at(rest.bar(8), melody("G5/2 Eb5/1 C5 | G5/2 F5/1 Eb5 | Bb5/2 G5/1 Eb5 | Bb5/2 A5/1 G5 |"))
    lead = (
        Part()
        .at(drop1.bar(3), melody("r/2 D5/.5 Eb5/.25 D5 C#5/.5 D5 |"))
        .at(drop1.bar(7), melody("r/2 F#5/.5 G5/.25 F#5 Eb5/.5 D5 |"))
    )
    lead.at(drop1.bar(8), DANCE).at(drop2.start, DANCE).at(drop2.bar(8), DANCE)
    climb = melody(
        "D5/.5 G5 D5 G5 Bb5 G5 Bb5 D6 | D5/.5 G5 D5 G5 Bb5 G5 Bb5 D6 | F#5/.5 A5 F#5 A5 C6 A5 C6 D6 | F#6/1 D6 r/2 |"
    )
    lead.at(build1.bar(4), climb, semitones=-12).at(build2.bar(4), climb)
    high = Part().at(drop2.bar(8), DANCE, semitones=12).at(drop2.bar(16), looped(HOOK, 8, 16), gain=0.7)
    pad = (
        Part()
        .put(chords(NIGHT, 53, 74), theme)
        .at(rest.start, chords(FALL, 53, 74))
        .at(rest.bar(8), chords(LIFT[:3], 55, 76))
    )
    pad.put(chords(LIFT, 55, 78), build1).put(chords(LIFT, 58, 81), build2).at(
        intro.bar(4), chords(changes("Gm | Gm | Eb | Eb | Gm | Gm | D7 | D7"), 50, 70)
    )
    for drop in drops:
        pad.at(drop.bar(8), chords(NIGHT, 55, 76)).at(drop.bar(16), chords(FALL, 55, 76))
    pad.at(outro.start, chords(changes("Gm | Gm | Eb | D7 | Gm"), 53, 74))
    choir = (
        Part()
        .at(rest.start, chords(FALL, 58, 77, 3))
        .at(drop2.bar(16), chords(FALL, 60, 79, 3))
        .put(chords(LIFT, 60, 81, 3), build2)
    )
    celli = Part().at(rest.start, roots(FALL, 47)).at(rest.bar(8), roots(LIFT[:3], 47)).put(roots(LIFT, 47), build2)
    celli.mute(*GAPS[1])
    for gap in GAPS:
        for part in (pad, sub, choir, shaker):
            part.mute(*gap)

    opening = Curve(
        (
            (intro.start, 400),
            (theme.start, 1800),
            (build1.start, 1200),
            (build1.end, 9000),
            (drop1.start, 5000),
            (rest.start, 1500),
            (rest.end, 3500),
            (build2.end, 9500),
            (drop2.start, 6000),
        ),
        True,
    )
    return [
        drum("kick", Kick(hz=49.0, punch_hz=380, length_s=0.2, click=0.5, drive=2.0), kick.line, -12.5, is_kick=True),
        drum("snare", Snare(hz=212, tone=0.9, wires=0.8, length_s=0.2, crack=0.8, drive=2.4), snare.line, -13.5, low_cut=120, sends={"room": 0.25, "hall": 0.05}),
        drum("build snare", Snare(hz=230, tone=0.6), build_snare.line, -19, low_cut=160, sends={"room": 0.3, "hall": 0.15}),
        drum("hats", Hat(length_s=0.04), hats.line, -23.5, sends={"room": 0.08}),
        drum("ghost", Snare(hz=240, tone=0.3, wires=0.9, length_s=0.09, crack=0.3), ghost.line, -26, low_cut=400),
        drum("shaker", Shaker(0.06), shaker.line, -28),
        drum("ride", Cymbal(0.9, ping=0.9), ride.line, -26),
        drum("open hats", Hat(open_s=0.2, pan=-0.2), opened(opens.line), -25),
        drum("toms", Tom(), toms.line, -18, sends={"room": 0.3}),
        drum("bones", Knock(modes=((1180, 1, 0.05), (1870, 0.6, 0.035), (3300, 0.4, 0.02)), stray=0.12, pan=-0.2), bones.line, -25, sends={"hall": 0.25, "room": 0.2}),
        *edges(FORM, GAPS, riser_pitch=50, crashes=(drop1.bar(8), drop1.bar(16), drop2.bar(8), drop2.bar(16))),
        Strip("sub", Sub(warmth=1.5), sub.line, -15, "bass", duck=0.75, high_cut=180),
        Strip("reese", Reese(sub=0.0), reese.line, -16, "bass", duck=0.6, low_cut=90, inserts=(Squash(-20, 3, 0.008, 0.1),), sends={"room": 0.05}),
        Strip("reese bite", Fm(1.0, 3.5, 0.3, 0.5, 2.0, 0.6, wobble=0.5, drive=2.0), reese.line, -22, "bass", duck=0.6, low_cut=250, inserts=(Phase(8, 0.5), Drive(1.5, 0.5))),
        Strip("stabs", Saws(detune=0.2, decay=0.2, sustain=0.2, release=0.2, cutoff=2600, sweep=1.8), stab.line, -20, low_cut=220, sends={"echo": 0.3, "hall": 0.25}, duck=0.5, inserts=(Width(1.3),)),
        Strip("midnight", Plucked(0.55, 3.2, 1.0), strokes.line, -19, sends={"hall": 0.5, "echo": 0.1}),
        Strip("midnight bell", Bells(0.8, 2.4), strokes.line, -26, sends={"hall": 0.6}),
        Strip("harp", Plucked(0.45), harp.line, -23, sends={"hall": 0.4, "echo": 0.2}),
        Strip("fiddle lead", Throat("violin", "violin", players=2, detune=0.05, width=0.3, vibrato=0.3, rate=5.8, attack=0.035, release=0.15, dry=0.25, breath=0.05, glide_s=0.1), fiddle.line, -17,
              low_cut=200, eq=((3000, -2, 1),), sends={"hall": 0.35, "echo": 0.12}, duck=0.3),
        Strip("lead", Saws(detune=0.16, sustain=0.75, cutoff=4200, sweep=1.1, sub=0.2, vibrato=0.15, drive=1.3), lead.line, -17, low_cut=230, eq=((3200, -2, 1),), sends={"echo": 0.28, "hall": 0.25}, duck=0.35),
        Strip("high lead", Saws(wave="square", voices=3, detune=0.09, cutoff=4600, sweep=0.6, vibrato=0.15), high.line, -24, low_cut=500, sends={"echo": 0.35, "hall": 0.35}, duck=0.35),
        Strip("pad", Saws(detune=0.17, attack=0.4, release=0.8, cutoff=4200, sweep=0, sustain=0.95), pad.line, -22.5, low_cut=170, inserts=(Ensemble(), Sweep(opening), Phase(32, 0.35)), sends={"hall": 0.4}, duck=0.45),
        Strip("choir", Throat("oo", "ah", players=5, detune=0.15, attack=0.2, release=0.6), choir.line, -22, low_cut=230, sends={"hall": 0.6}, duck=0.4, inserts=(Width(1.3),)),
        Strip("celli", Throat("cello", "cello", players=4, detune=0.1, attack=0.12, release=0.4, vibrato=0.14), celli.line, -20.5, low_cut=60, sends={"hall": 0.3}, duck=0.3),
    ]  # fmt: skip


SONG = Song(
    slug="twelve-at-the-mirror",
    title="Twelve at the Mirror",
    style="drum and bass",
    arena="mirrors",
    chapter="Hall of Mirrors",
    seed=1874,
    key="G minor",
    clock=CLOCK,
    form=FORM,
    write=write,
    fader=FORM.fader(
        {
            "intro": -3.0,
            "theme": -2.0,
            "build 1": (-4.0, -2.0),
            "breakdown": -4.5,
            "build 2": (-4.5, -2.0),
            "outro": -2.0,
        },
        gaps=GAPS,
    ),
    hall_s=2.8,
    echo_beats=1.5,
    about="Midnight on the harp, a fiddle out of tune with heaven, then speed.",
    sources=("After C. Saint-Saëns, Danse macabre (1874), public domain: harp strokes and tritone",),
)
