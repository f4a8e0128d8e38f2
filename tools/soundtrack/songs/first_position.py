# ruff: noqa: E501 - a mixing desk reads best with one channel a line
"""First Position: ballet electronica, 100, F sharp minor. A rehearsal piano, a heartbreak, and a machine that holds her."""

from tools.soundtrack.clock import Clock
from tools.soundtrack.drums import Clap, Cymbal, Hat, Kick, Knock, Shaker, Snare, Tom
from tools.soundtrack.effects import Ensemble, Phase, Squash, Sweep, Width
from tools.soundtrack.form import Curve, Form, Part, Section, Song
from tools.soundtrack.keys import Bells, Piano
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import changes, chords, joined, looped, melody, roots, window
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, stabs
from tools.soundtrack.staging import drum, edges, gaps_before, in_each, opened, shaded
from tools.soundtrack.synths import Reese, Saws, Sub
from tools.soundtrack.voices import Throat

FORM = Form(
    (
        Section("intro", "intro", 4),
        Section("theme", "verse", 8, "entry"),
        Section("build 1", "build", 4),
        Section("drop 1", "drop", 8, "drop"),
        Section("breakdown", "breakdown", 8),
        Section("build 2", "build", 4),
        Section("drop 2", "drop", 16, "drop"),
        Section("outro", "outro", 4),
    )
)
CLOCK = Clock(lead_s=0.7229, steps=((0, 100.0),))
GAPS = gaps_before(FORM, {"build 1": 1.0, "build 2": 2.0})

ADAGIO = melody(
    "C#5/1.5 F#5/.5 G#5/1 A5 | F#5/3 E5/.5 F#5 | C#5/1.5 E5/.5 A5/1 B5 | G#5/3 F#5/.5 E5 |"
    "C#5/1.5 F#5/.5 G#5/1 A5 | B5/2 A5/1 F#5 | A5/1 F#5 E5/.5 D5 C#5/1 | F#5/2 F5 |"
)
BARRE = changes("F#m | D | A | E | F#m | Bm7 | D | C#7sus4 C#7")
# The same tune pushed off the beat: the hook of the drops.
PUSHED = melody(
    "C#5/.75 F#5/.5 G#5/.25 A5/.5 G#5/.5 F#5/1 C#5/.5 | F#5/.75 A5/.5 F#5/.25 E5/.5 F#5/2 |"
    "C#5/.75 E5/.5 A5/.25 B5/.5 A5/.5 E5/1 A5/.5 | G#5/.75 B5/.5 G#5/.25 F#5/.5 E5/2 |"
    "C#5/.75 F#5/.5 G#5/.25 A5/.5 C#6/.5 B5/1 A5/.5 | B5/.75 A5/.5 F#5/.25 D5/.5 B5/2 |"
    "A5/.75 F#5/.5 D5/.25 E5/.5 F#5/.5 A5/1 C#6/.5 | F#5/.75 G#5/.5 F#5/.25 C#5/.5 F5/2 |"
)
FALLING = melody(
    "A5/2 G#5/1 F#5 | F#5/2 E5/1 C#5 | E5/2 D5/1 C#5 | B4/3 C#5/.5 D5 | C#5/2 F#5/1 E5 | D5/2 F#5/1 B5 | A5/2 F#5/1 D5 | C#5/2 F5 |"
)
LIFT = changes("D | E | F#m | C#7")
WALK = (0, 1, 2, 3, 4, 3, 2, 1)


def write() -> list[Strip]:
    """All strips."""
    f = FORM
    intro, theme, build1, drop1 = f["intro"], f["theme"], f["build 1"], f["drop 1"]
    rest, build2, drop2, outro = f["breakdown"], f["build 2"], f["drop 2"], f["outro"]
    drops = (drop1, drop2)

    garage = {1: "X.....x...X.....", 2: "X..X......X..x..", 4: "X.....x..XX...x.", 8: "X..X..x...X.X.XX"}
    kick = Part().put(groove(8, {1: "X.......X.......", 4: "X.......X.....x."}), theme).put(groove(16, garage), *drops)
    kick.put(groove(2, {1: "X...X...X...X..."}), build1).put(groove(3, {1: "X.......X......."}), outro)
    snare = Part().put(groove(16, {1: "....X.......X...", 2: "....X..o....X.o.", 8: "....X..o.o..XoXX"}), *drops)
    clap = Part().put(groove(8, {1: "....x.......x..."}), theme).put(groove(16, {1: "....x.......x..."}), drop2)
    rolls = Part().at(build1.start, roll(15.0, 0.3)).at(build2.start, roll(14.0, 0.35))
    hats = (
        Part()
        .put(groove(16, {1: "x.oox.oox.oox.oo", 2: "x.ooxoo,x.ooxoxx", 4: "xooxxooxxooxxxxx"}), *drops)
        .put(groove(8, {1: "..o...o...o...oo"}), theme)
        .put(groove(4, {1: "o.o.o.o.o.o.o.o."}), build1, build2)
    )
    opens = Part().put(groove(16, {1: "..X.......X.....", 2: "..X...X...X....."}), *drops)
    shaker = Part().put(groove(16, {1: "oxoxoxoxoxoxoxox"}), drop2).put(groove(8, {1: "o.x.o.x.o.x.o.x."}), theme)
    floor = (
        Part()
        .put(groove(8, {1: "............o.,.", 2: "......o.......,o"}), theme)
        .put(groove(16, {1: "..o...,.......o.", 4: "..o.o.,...o.oooo"}), *drops)
        .put(groove(8, {1: "x.......x.......", 4: "x.......x...o.o."}), rest)
    )
    ride = Part().at(drop2.bar(8), groove(8, {1: "x...x...x...x..."}))
    toms = in_each((drop1,), (7,), melody("r/2 C#4/.25 C#4 A3 A3 F#3 F#3 C#3/.5 |")) + in_each(
        (drop2,), (7, 15), melody("r/2 C#4/.25 C#4 A3 A3 F#3 F#3 C#3/.5 |")
    )

    sub = (
        Part()
        .put(roots(BARRE, 30, 0.7), theme)
        .put(looped(figure(BARRE, 8, "1-----1---1-----|1--1------1--1-.", 30, gate=0.95), 32, 64), *drops)
    )
    sub.put(roots(LIFT[:3], 30, 0.6), build1, build2).put(roots(BARRE, 42, 0.45), rest).at(
        outro.start, roots(changes("F#m | D | A | F#m"), 30, 0.6)
    )
    warm = Part().put(looped(figure(BARRE, 8, "1-----1---5-----|1--1----8-5--1-.", 30, gate=0.95), 32, 64), *drops)
    piano = (
        Part()
        .put(arpeggio(chords(BARRE[:4], 50, 71), 16, WALK, 0.5, 0.95), intro)
        .put(ADAGIO, theme, rest)
        .put(arpeggio(chords(BARRE, 49, 69), 32, WALK, 0.5, 0.95), theme, gain=0.7)
    )
    piano.put(chords(BARRE, 47, 68), rest, gain=0.6).put(roots(BARRE, 42, 0.6), theme, rest).at(
        outro.start, window(ADAGIO, 0, 15.0)
    )
    piano.at(outro.start, arpeggio(chords(changes("F#m | D | A | F#m"), 49, 69), 12, WALK, 0.5, 0.95), gain=0.7).at(
        outro.bar(3), chords(changes("F#m"), 47, 69), gain=0.7
    )
    celesta = (
        Part()
        .put(ADAGIO, drop2, semitones=12, gain=0.8)
        .at(drop2.bar(8), arpeggio(chords(BARRE, 66, 86), 32, (3, 2, 1, 0, 1, 2), 0.5))
        .at(theme.bar(4), arpeggio(chords(BARRE[4:], 66, 86), 48, (3, 1, 2, 0), 1.0)[16:])
    )
    strings = (
        Part()
        .put(chords(BARRE, 54, 75), rest)
        .put(chords(LIFT, 55, 78), build1, build2)
        .put(looped(chords(BARRE, 55, 76), 32, 64), *drops)
        .at(theme.bar(4), window(chords(BARRE, 54, 74), 16, 32))
        .at(outro.start, chords(changes("F#m | D | A | F#m"), 54, 73))
    )
    cello = Part().put(FALLING, rest, semitones=-12).at(drop2.bar(8), FALLING, semitones=-12)
    wall = (
        Part()
        .put(stabs(chords(BARRE, 57, 78), "x--.x-.x--x-.x-.", 32), drop1)
        .put(looped(stabs(chords(BARRE, 57, 78), "x--.x-.x--x-.x-.", 32), 32, 64), drop2)
    )
    lead = Part().put(PUSHED, drop1).put(joined((32, PUSHED), (32, PUSHED)), drop2)
    climb = melody("A5/1 F#5 D5 A5 | B5/1 G#5 E5 B5 | C#6/1 A5 F#5 C#6 | F6/1 C#6 r/2 |")
    lead.at(build1.start, climb, semitones=-12).at(build2.start, climb)
    high = Part().at(drop2.bar(8), ADAGIO, semitones=12)
    chops = Part()
    for drop in drops:
        chops.put(in_each((drop,), (0, 2, 4, 6), melody("r/1 A4/.25 r/.5 F#4/.25 A4/.5 r/.5 C#5/.25 B4 A4/.5 |")))
    chops.at(drop2.bar(8), looped(melody("r/1 A4/.25 r/.5 F#4/.25 A4/.5 r/.5 C#5/.25 B4 A4/.5 | r/4 |"), 8, 32))
    arp = (
        Part()
        .put(arpeggio(chords(LIFT, 61, 81), 16, (0, 1, 2, 3, 4, 5, 4, 3), 0.25, 0.6), build1, build2)
        .put(looped(arpeggio(chords(BARRE, 61, 81), 32, (0, 2, 1, 3, 2, 4, 3, 1), 0.25, 0.6), 32, 64), drop2)
    )
    choir = (
        Part()
        .at(rest.bar(4), window(chords(BARRE, 58, 76, 3), 16, 32), gain=0.8)
        .at(drop2.bar(8), chords(BARRE, 59, 78, 3))
        .put(chords(LIFT, 59, 80, 3), build2)
    )
    for gap in GAPS:
        for part in (strings, choir, sub, arp, hats):
            part.mute(*gap)

    opening = Curve(
        (
            (theme.start, 1600),
            (build1.start, 1500),
            (build1.end, 8000),
            (drop1.start, 4500),
            (rest.start, 1800),
            (rest.end, 3600),
            (build2.end, 9000),
            (drop2.start, 5500),
            (outro.start, 3000),
            (outro.end, 900),
        ),
        True,
    )
    return [
        drum("kick", Kick(hz=46.2, punch_hz=260, length_s=0.34, click=0.3, drive=1.4), kick.line, -13, is_kick=True),
        drum("snare", Snare(hz=186, tone=0.7, wires=0.7, length_s=0.2), snare.line, -16, low_cut=140, sends={"room": 0.35, "hall": 0.1}),
        drum("clap", Clap(900, 3600, 0.15), clap.line, -20, low_cut=300, sends={"room": 0.35, "hall": 0.1}),
        drum("rolls", Snare(hz=210, tone=0.5), rolls.line, -21, low_cut=180, sends={"room": 0.3, "hall": 0.2}),
        drum("hats", Hat(length_s=0.05), hats.line, -25, sends={"room": 0.1}),
        drum("open hats", Hat(open_s=0.3, pan=-0.2), opened(opens.line), -25.5, duck=0.3),
        drum("shaker", Shaker(), shaker.line, -28),
        drum("ride", Cymbal(0.9, ping=0.8), ride.line, -29),
        drum("pointe shoes", Knock(modes=((260, 1, 0.06), (640, 0.6, 0.04), (1500, 0.3, 0.02)), tick=0.35, stray=0.06, pan=0.2), shaded(floor.line, (0.2, 0.8)), -22, sends={"room": 0.5, "hall": 0.15}),
        drum("toms", Tom(), toms, -18, sends={"room": 0.3}),
        *edges(FORM, GAPS, riser_pitch=42, crashes=(drop2.bar(8),)),
        Strip("sub", Sub(), sub.line, -15.5, "bass", duck=0.7, high_cut=170),
        Strip("warm bass", Reese(detune=0.18, cutoff=420, sway=0.8, drive=1.4, sub=0.0), warm.line, -18.5, "bass", duck=0.6, low_cut=80, inserts=(Squash(-22, 2.5, 0.01, 0.1),)),
        Strip("piano", Piano(felt=0.55), piano.line, -18, low_cut=60, sends={"hall": 0.3, "room": 0.25}),
        Strip("celesta", Bells(0.2), celesta.line, -23, low_cut=300, sends={"hall": 0.4, "echo": 0.2}),
        Strip("strings", Saws(detune=0.12, attack=0.3, release=0.9, cutoff=4200, sweep=0, sustain=0.95), strings.line, -21.5, low_cut=170, inserts=(Ensemble(), Sweep(opening)), sends={"hall": 0.5}, duck=0.4),
        Strip("cello lead", Throat("cello", "cello", players=2, detune=0.05, width=0.2, vibrato=0.25, rate=5.0, attack=0.1, release=0.4, dry=0.2), cello.line, -19, low_cut=70, sends={"hall": 0.4}, duck=0.3),
        Strip("wall", Saws(detune=0.2, decay=0.5, sustain=0.75, attack=0.01, cutoff=3600, sweep=0.9), wall.line, -18.5, low_cut=200, duck=0.75, sends={"hall": 0.25}, inserts=(Width(1.25), Phase(32, 0.2))),
        Strip("lead", Saws(detune=0.14, sustain=0.75, cutoff=3600, sweep=1.0, sub=0.25, vibrato=0.15, glide_s=0.09), lead.line, -17, low_cut=230, eq=((3200, -2, 1), (790, -3, 1.2)), sends={"echo": 0.3, "hall": 0.3}, duck=0.35),
        Strip("high lead", Saws(wave="triangle", voices=3, detune=0.07, cutoff=5000, sweep=0.4, vibrato=0.2, attack=0.02), high.line, -24, low_cut=500, sends={"echo": 0.3, "hall": 0.45}, duck=0.35),
        Strip("chops", Throat("eh", "ah", players=2, attack=0.012, release=0.1, vibrato=0.05, turn_s=0.15), chops.line, -20.5, low_cut=250, sends={"echo": 0.4, "hall": 0.25}, duck=0.4),
        Strip("arp", Saws(voices=3, detune=0.1, decay=0.2, sustain=0, release=0.16, cutoff=900, sweep=2.4, sweep_s=0.12), arp.line, -24.5, low_cut=300, sends={"echo": 0.35, "hall": 0.3}, duck=0.4),
        Strip("choir", Throat("oo", "ah", players=5, detune=0.15, attack=0.3, release=0.8), choir.line, -22.5, low_cut=220, sends={"hall": 0.6}, duck=0.4, inserts=(Width(1.3),)),
    ]  # fmt: skip


SONG = Song(
    slug="first-position",
    title="First Position",
    style="ballet electronica",
    arena="conservatory",
    chapter="Conservatory",
    seed=100,
    key="F# minor",
    clock=CLOCK,
    form=FORM,
    write=write,
    fader=FORM.fader(
        {
            "intro": 1.0,
            "theme": -2.5,
            "build 1": (-3.5, -2.0),
            "breakdown": -4.5,
            "build 2": (-4.0, -2.0),
            "outro": -3.0,
        },
        gaps=GAPS,
    ),
    tail_s=3.5,
    hall_s=3.2,
    about="A rehearsal piano, a heartbreak, and a machine that holds her.",
)
