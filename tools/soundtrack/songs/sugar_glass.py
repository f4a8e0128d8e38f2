# ruff: noqa: E501 - a mixing desk reads best with one channel a line
"""Sugar Glass: trance, 136, E minor. The celesta's tiptoe, then the same lament at twice its length and full width."""

from tools.soundtrack.clock import Clock
from tools.soundtrack.drums import Clap, Cymbal, Hat, Kick, Shaker, Snare
from tools.soundtrack.effects import Chop, Ensemble, Phase, Sweep, Width
from tools.soundtrack.form import Curve, Form, Part, Section, Song
from tools.soundtrack.keys import Bells, Plucked
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import changes, chords, looped, melody, roots, shifted, stretched, window
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, stabs, steps
from tools.soundtrack.staging import drum, edges, gaps_before, in_each, opened
from tools.soundtrack.synths import Ladder, Saws, Sub
from tools.soundtrack.voices import Throat

FORM = Form(
    (
        Section("intro", "intro", 8),
        Section("theme", "verse", 8, "entry"),
        Section("build 1", "build", 8),
        Section("drop 1", "drop", 16, "drop"),
        Section("breakdown", "breakdown", 8),
        Section("build 2", "build", 8),
        Section("drop 2", "drop", 16, "drop"),
        Section("outro", "outro", 5),
    )
)
CLOCK = Clock(lead_s=0.5471, steps=((0, 136.0),))
GAPS = gaps_before(FORM, {"build 1": 1.0, "build 2": 2.0})

# Tchaikovsky, The Nutcracker, Dance of the Sugar Plum Fairy (1892), its two opening phrases.
PLUM = melody(
    "G5/.5 F#5 D#5 E5 D5/.25 D5 D5/.5 C#5/.25 C#5 C#5/.5 | C5/.25 C5 C5/.5 B4/.25 E5 C5 E5 B4/1 r/.5 G5/.25 E5 |"
    "G5/.5 F#5 C6 B5 G5/.25 G5 G5/.5 F#5/.25 F#5 F#5/.5 | E5/.25 E5 E5/.5 D#5/.25 F#5 E5 F#5 D#5/1 r/.5 G5/.25 E5 |"
)
PLUM_CHORDS = changes("Em B7 . Em D . A . | C . Em . B7 . . . | Em D C Em G . D . | Am . B7 . . . . .")
ANTHEM = stretched(PLUM, 2.0)
LAMENT = changes("Em B7 . Em | D A | C Em | B7 | Em D C Em | G D | Am B7 | B7")
# Our own second strain, the lament's bass turned into a tune.
SECOND = melody(
    "B5/2 A5/1 G5 | F#5/1.5 D5/.5 E5/1 A5 | G5/1.5 E5/.5 B5/1 G5 | F#5/3 D#5/.5 F#5 |"
    "G5/1 A5 C6 E6 | D6/1.5 B5/.5 A5/1 F#5 | E5/1 C6 B5 A5 | F#5/2 D#5/1 B4 |"
)
LIFT = changes("C | C | D | D | Em | Em | B7 | B7")
HIGHER = changes("Am7 | Am7 | C | C | D | D | B7 | B7")


def write() -> list[Strip]:
    """All strips."""
    f = FORM
    intro, theme, build1, drop1 = f["intro"], f["theme"], f["build 1"], f["drop 1"]
    rest, build2, drop2, outro = f["breakdown"], f["build 2"], f["drop 2"], f["outro"]
    drops = (drop1, drop2)

    four = {1: "X...X...X...X...", 8: "X...X...X..xX.x."}
    kick = Part().put(groove(8, four), theme).put(groove(4, {1: four[1]}), build1).put(groove(16, four), *drops)
    kick.put(groove(4, {1: four[1]}), outro).at(outro.bar(4), steps("X", 1.0))
    clap = Part().put(groove(16, {1: "....X.......X...", 4: "....X.......X.o.", 8: "....X..o....X.oX"}), *drops)
    clap.put(groove(8, {1: "....x.......x..."}), theme).put(groove(4, {1: "....x.......x..."}), outro)
    snare = Part().at(build1.bar(4), roll(15.0)).at(build2.bar(4), roll(14.0, 0.4))
    snare.put(in_each(drops, (7, 15), steps("........x.x.xxXX")))
    hats = (
        Part()
        .put(groove(8, {1: "o.,.o.,.o.,.o.,o"}), theme)
        .put(groove(16, {1: "o,xoo,xoo,xoo,xo", 4: "o,xoo,xoo,xooxxx"}), *drops)
    )
    hats.at(build1.start, groove(4, {1: "ooxoooxoooxoooxo"}))
    opens = Part().put(groove(16, {1: "..X...X...X...X."}), theme, *drops, outro)
    shaker = Part().put(groove(16, {1: "xoxoxoxoxoxoxoxo"}), *drops, build2)
    ride = Part().at(drop1.bar(8), groove(8, {1: "x...x...x...x..."})).put(groove(16, {1: "x.x.x.x.x.x.x.x."}), drop2)

    roll_bass = ".11..11..11..11."
    bass = (
        Part()
        .put(figure(LAMENT, 8, roll_bass, 40), theme)
        .put(looped(figure(LAMENT, 8, ".111.111.111.118", 40), 32, 64), *drops)
    )
    bass.at(build1.start, figure(LIFT, 4, roll_bass, 40)).at(
        outro.start, figure(changes("Em | Em | C | Em"), 4, roll_bass, 40)
    )
    sub = Part().put(figure(LAMENT, 8, "..1-..1-..1-..1-", 28, gate=0.85), theme)
    sub.put(looped(figure(LAMENT, 8, "..1-..1-..1-..1-", 28, gate=0.85), 32, 64), *drops)
    sub.put(roots(LIFT[:4], 28), build1).put(roots(HIGHER[:6], 28, 0.7), build2).put(roots(LAMENT, 40, 0.5), rest)
    sub.at(outro.bar(4), roots(changes("Em"), 40, 0.8))

    voiced = chords(LAMENT, 55, 78)
    wall = (
        Part()
        .put(looped(stabs(voiced, "x-.x-.x-x-.x-.x-", 32), 32, 64), drop1)
        .put(looped(stabs(voiced, "x--x--x-x--x--x-", 32), 32, 64), drop2)
    )
    pad = (
        Part()
        .put(chords(changes("E5 | E5 | E5 | B5 | E5 | E5 | E5 | B5"), 50, 74), intro)
        .put(chords(LAMENT, 52, 74), rest)
        .put(chords(LIFT, 55, 78), build1)
        .put(chords(HIGHER, 55, 79), build2)
    )
    pad.put(voiced, drop2).at(outro.bar(0), chords(changes("Em | Em | C | Em | Em"), 52, 74))
    pluck = Part().put(arpeggio(chords(LAMENT, 59, 79), 32, (0, 2, 3, 1, 2, 4, 3, 5), 0.25, 0.6), theme)
    pluck.put(arpeggio(chords(LIFT, 59, 79), 32, (0, 2, 3, 1, 2, 4, 3, 5), 0.25, 0.6), build1)
    pluck.put(arpeggio(chords(HIGHER, 59, 79), 32, (0, 2, 3, 1, 2, 4, 3, 5), 0.25, 0.6), build2)
    pluck.put(looped(arpeggio(chords(LAMENT, 62, 83), 32, (3, 2, 0, 1, 4, 3, 1, 2), 0.25, 0.55), 32, 64), drop2)
    pluck.at(drop1.bar(8), arpeggio(chords(LAMENT, 62, 83), 32, (3, 2, 0, 1, 4, 3, 1, 2), 0.25, 0.55))
    pluck.at(
        outro.start, arpeggio(chords(changes("Em | Em | C | Em"), 59, 79), 16, (0, 2, 3, 1, 2, 4, 3, 5), 0.25, 0.6)
    )

    celesta = Part().at(intro.start, PLUM, semitones=12).at(intro.bar(4), PLUM, semitones=12)
    celesta.put(ANTHEM, rest, semitones=12).at(drop2.start, ANTHEM, semitones=12, gain=0.8).at(
        outro.start, window(PLUM, 0, 8), semitones=12
    )
    pizz = Part().put(stabs(chords(PLUM_CHORDS, 52, 71, 3), "xxxxx.x.", 16, gate=0.5), intro)
    pizz.at(intro.bar(4), stabs(chords(PLUM_CHORDS, 52, 71, 3), "xxxxx.x.", 16, gate=0.5))
    lead = Part().put(SECOND, theme, semitones=-12, gain=0.85)
    lead.at(drop1.start, ANTHEM).at(drop1.bar(8), SECOND).at(drop2.start, ANTHEM).at(drop2.bar(8), SECOND)
    climb = melody("D6/2 A5/1 F#5 | D6/2 F#5/.5 G5 A5 B5 | B5/2 A5/.5 B5 A5 F#5 | D#5/1 F#5 r/2 |")
    lead.at(build2.bar(4), climb).at(
        build1.bar(4), melody("E5/2 G5/1 B5 | E5/2 F#5/.5 G5 A5 B5 | F#5/2 D#5/.5 F#5 A5 B5 | D#6/1 B5/1 r/2 |")
    )
    over = Part().at(drop2.start, shifted(SECOND, 0, 12), gain=0.8).at(drop2.bar(8), SECOND, semitones=12)
    voice = Part().put(chords(LAMENT, 60, 77, 3), rest).at(drop2.bar(8), chords(LAMENT, 62, 81, 3))
    celli = Part().put(roots(LAMENT, 47), rest).put(roots(HIGHER, 47), build2)
    celli.mute(*GAPS[1])
    for gap in GAPS:
        for part in (pluck, pad, bass, sub):
            part.mute(*gap)

    opening = Curve(
        (
            (intro.start, 400),
            (theme.start, 2500),
            (theme.end, 1800),
            (build1.end, 9000),
            (rest.start, 1400),
            (build2.end, 9500),
        ),
        True,
    )
    bright = Curve(
        (
            (theme.start, 700),
            (theme.end, 2600),
            (build1.end, 9500),
            (drop1.end, 9000),
            (build2.start, 600),
            (build2.end, 10_000),
            (drop2.end, 9000),
            (outro.bar(4), 700),
        ),
        True,
    )
    return [
        drum("kick", Kick(hz=49.0, punch_hz=360, length_s=0.27, click=0.45), kick.line, -12.5, is_kick=True),
        drum("clap", Clap(1100, 4200, 0.17), clap.line, -18, low_cut=300, sends={"room": 0.25, "hall": 0.1}),
        drum("snare", Snare(hz=205), snare.line, -19, low_cut=150, sends={"room": 0.3, "hall": 0.15}),
        drum("hats", Hat(), hats.line, -26, sends={"room": 0.06}),
        drum("open hats", Hat(open_s=0.2, pan=-0.1, floor_hz=6500), opened(opens.line), -22.5, duck=0.4),
        drum("shaker", Shaker(), shaker.line, -28, duck=0.3),
        drum("ride", Cymbal(0.8, ping=0.8), ride.line, -28, duck=0.4),
        *edges(FORM, GAPS, riser_pitch=52, crashes=(drop1.bar(8), drop2.bar(8), build2.start)),
        Strip("rolling bass", Ladder(cutoff=300, sweep=2.6, sweep_s=0.1, resonance=0.25, decay=0.12, sustain=0.4), bass.line, -17.5, "bass", duck=0.6, low_cut=70),
        Strip("sub", Sub(), sub.line, -17, "bass", duck=0.9, high_cut=200),
        Strip("wall", Saws(detune=0.22, sustain=0.85, cutoff=6000, sweep=0.8, air=0.02), wall.line, -17.5, low_cut=200, eq=((3000, -1.5, 0.9),),
              duck=0.85, sends={"hall": 0.22}, inserts=(Width(1.2),)),
        Strip("pad", Saws(detune=0.15, attack=0.5, release=0.9, cutoff=4800, sweep=0, sustain=0.95), pad.line, -23, low_cut=170,
              inserts=(Ensemble(), Chop("x.xx.xx.x.xx.xx.", 4.0, 0.15, Curve(((build1.start, 0), (build1.end, 0.9), (drop1.end, 0.9), (rest.start, 0), (build2.start, 0), (build2.end, 0.9)))), Sweep(opening), Phase(32, 0.3)),
              sends={"hall": 0.4}, duck=0.5),
        Strip("pluck", Saws(detune=0.1, decay=0.17, sustain=0, release=0.18, cutoff=900, sweep=2.8, sweep_s=0.1), pluck.line, -23, low_cut=280,
              inserts=(Sweep(bright),), sends={"echo": 0.35, "hall": 0.25}, duck=0.55),
        Strip("celesta", Bells(0.25), celesta.line, -20, low_cut=250, sends={"hall": 0.4, "echo": 0.2}),
        Strip("pizzicato", Plucked(0.35, 0.5, 0.1), pizz.line, -22, sends={"hall": 0.35, "room": 0.2}),
        Strip("lead", Saws(detune=0.17, sustain=0.8, cutoff=5000, sweep=0.9, sub=0.25, vibrato=0.1, glide_s=0.09), lead.line, -16, low_cut=230,
              eq=((3300, -2, 1),), sends={"echo": 0.28, "hall": 0.25}, duck=0.4),
        Strip("over", Saws(wave="square", voices=3, detune=0.09, cutoff=4500, sweep=0.5, sustain=0.7, vibrato=0.12), over.line, -25, low_cut=500,
              sends={"echo": 0.35, "hall": 0.4}, duck=0.4),
        Strip("voices", Throat("oo", "ah", players=5, detune=0.15, attack=0.3, release=0.7, turn_s=1.6), voice.line, -22, low_cut=240,
              sends={"hall": 0.6}, duck=0.5, inserts=(Width(1.3),)),
        Strip("celli", Throat("cello", "cello", players=4, detune=0.1, attack=0.12, release=0.4, vibrato=0.14), celli.line, -20.5, low_cut=60, sends={"hall": 0.3}, duck=0.3),
    ]  # fmt: skip


SONG = Song(
    slug="sugar-glass",
    title="Sugar Glass",
    style="trance",
    arena="conservatory",
    chapter="",
    seed=1892,
    key="E minor",
    clock=CLOCK,
    form=FORM,
    write=write,
    fader=FORM.fader(
        {
            "intro": -1.0,
            "theme": -2.0,
            "build 1": (-3.5, -2.0),
            "breakdown": -3.5,
            "build 2": (-5.0, -2.0),
            "outro": -2.0,
        },
        gaps=GAPS,
    ),
    hall_s=3.0,
    about="The celesta's tiptoe, then the same lament at twice its length and full width.",
    sources=("P. I. Tchaikovsky, The Nutcracker, Dance of the Sugar Plum Fairy (1892), public domain",),
)
