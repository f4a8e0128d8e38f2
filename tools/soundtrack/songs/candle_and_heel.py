# ruff: noqa: E501 - a mixing desk reads best with one channel a line
"""Candle and Heel: swung electro, 112, A minor. Heels on boards count the beat in; the machine learns to dance to them.

The sixteenths swing at 0.58 of their half-beat.
"""

from tools.soundtrack.clock import Clock
from tools.soundtrack.drums import Clap, Hat, Kick, Knock, Shaker, Snare, Tom
from tools.soundtrack.effects import Crush, Drive, Ensemble, Phase, Squash, Sweep, Width
from tools.soundtrack.form import Curve, Form, Part, Section, Song
from tools.soundtrack.keys import Plucked
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import changes, chords, joined, looped, melody, roots
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, stabs, steps
from tools.soundtrack.staging import drum, edges, gaps_before, in_each, opened
from tools.soundtrack.synths import Fm, Ladder, Saws, Sub
from tools.soundtrack.voices import Throat

FORM = Form(
    (
        Section("intro", "intro", 4),
        Section("theme", "verse", 8, "entry"),
        Section("build 1", "build", 4),
        Section("drop 1", "drop", 16, "drop"),
        Section("breakdown", "breakdown", 8),
        Section("build 2", "build", 4),
        Section("drop 2", "drop", 16, "drop"),
        Section("outro", "outro", 5),
    )
)
CLOCK = Clock(lead_s=0.8317, steps=((0, 112.0),), swing=0.58)
GAPS = gaps_before(FORM, {"build 1": 1.0, "build 2": 1.5})

CALL = melody(
    "E5/.75 F5/.25 E5/.5 D5 C5/1 B4/.5 C5 | D5/.75 E5/.25 D5/.5 C5 B4/1 A4/.5 B4 |"
    "C5/.75 D5/.25 C5/.5 B4 A4/1 C5/.5 F5 | E5/.5 F5/.25 E5 D5/.5 E5 G#4/2 |"
)
ANSWER = melody(
    "A5/1 E5/.5 A5 G5 F5 E5/1 | G5/1 D5/.5 G5 F5 E5 D5/1 | F5/.75 E5/.25 F5/.5 A5 C6/1 B5/.5 A5 | G#5/1.5 F5/.25 E5 E5/2 |"
)
CADENCE = changes("Am | G | F | E")
SLOW = changes("Am | Am | G | G | F | F | E7 | E7")
LIFT = changes("Dm | F | E7sus4 | E7")
LAMENT = melody(
    "E5/3 D5/.5 C5 | B4/2 C5/1 A4 | D5/3 C5/.5 B4 | A4/2 B4/1 G4 | C5/3 B4/.5 A4 | A4/2 C5/1 F5 | E5/2 D5/1 B4 | G#4/3 r/1 |"
)
FUNK = melody(
    "A1!/.5 r/.25 A1/.25 A2/.25 r G2 A2 r A1 C2/.5 D2/.25 r E2/.5 | G1!/.5 r/.25 G1/.25 G2 r F2 G2 r G1 B1/.5 D2/.25 r G1/.5 |"
    "F1!/.5 r/.25 F1/.25 F2 r E2 F2 r F1 A1/.5 C2/.25 r F1/.5 | E1!/.5 r/.25 E1/.25 E2 r D2 E2 r E1 G#1/.5 B1/.25 D2 E2/.5 |"
)


def write() -> list[Strip]:
    """All strips."""
    f = FORM
    intro, theme, build1, drop1 = f["intro"], f["theme"], f["build 1"], f["drop 1"]
    rest, build2, drop2, outro = f["breakdown"], f["build 2"], f["drop 2"], f["outro"]
    drops = (drop1, drop2)

    electro = {1: "X.....X...X.....", 2: "X..X..X...X..x..", 4: "X.....X..XX...X.", 8: "X..X..X.X.X.XXXX"}
    kick = Part().put(groove(8, {1: "X...X...X...X...", 4: "X...X...X..xX..."}), theme).put(groove(16, electro), *drops)
    kick.put(groove(2, {1: "X...X...X...X..."}), build1).put(groove(4, {1: "X.....X...X....."}), outro).at(
        outro.bar(4), steps("X", 1.0)
    )
    snare = Part().put(groove(16, {1: "....X.......X...", 4: "....X..o....X..o", 8: "....X..o.o..XoXX"}), *drops)
    clap = Part().put(groove(8, {1: "....x.......x..."}), theme).put(groove(16, {1: "....X.......X..."}), drop2)
    palmas = (
        Part()
        .put(groove(16, {1: "..x..x.x..x..x.x", 4: "x.xx.x.xx.xx.xxx"}), drop2)
        .put(groove(8, {1: "..o..x....o..x.o"}), theme)
        .put(groove(4, {1: "..x..x.x..x..x.x"}), build1, build2)
    )
    rolls = Part().at(build1.bar(0), roll(15.0)).at(build2.bar(0), roll(14.5, 0.4))
    heel = {1: "X...X...X...X...", 2: "X...X...X...X.xo", 4: "X...X..oX.o.XoXo"}
    heels = (
        Part()
        .put(groove(4, {1: "X...X...X...X..."}), intro)
        .put(groove(8, heel), theme)
        .put(groove(16, {1: "............x.oo", 2: "..........ox.oxo", 4: "....xoxox.xoxXxX"}), *drops)
    )
    heels.put(groove(8, {1: "X...X...X...X...", 4: "X.oxX.oxX.oxXoxo"}), rest).put(
        groove(4, {1: "XoxoXoxoXoxoXoxo"}), build2
    ).put(groove(4, {1: "X...X...X...X..."}), outro)
    hats = (
        Part()
        .put(groove(16, {1: "xoxoxoxoxoxoxoxo", 2: "xoxoxxxoxoxoxoxx", 4: "xoxoxoxxxoxxxxxx"}), *drops)
        .put(groove(8, {1: "xo.oxo.oxo.oxo.o"}), theme)
        .put(groove(4, {1: "xo.oxo.oxo.oxo.o"}), build1, outro)
    )
    opens = Part().put(groove(16, {1: "..........X.....", 2: "..X.......X....."}), *drops)
    shaker = Part().put(groove(16, {1: "oxoxoxoxoxoxoxox"}), *drops).put(groove(8, {1: "oxoxoxoxoxoxoxox"}), rest)
    toms = in_each(drops, (7, 15), melody("r/2 E3/.25 E3 C3 C3 A2 A2 E2 E2 |"))
    cowbell = in_each(drops, (3, 7, 11, 15), steps("x..x..x.........")) + in_each(
        (drop2,), (1, 5, 9, 13), steps("........x..x..x.")
    )

    sub = (
        Part()
        .put(figure(CADENCE, 8, "1-..1-..1-..1-..", 33), theme)
        .put(looped(figure(CADENCE, 4, "1-.1......1-..1-", 33, gate=0.9), 16, 64), *drops)
    )
    sub.put(roots(LIFT[:3], 33, 0.7), build1, build2).put(roots(SLOW, 33, 0.5), rest).at(
        outro.bar(4), roots(changes("Am"), 33)
    )
    funk = Part().put(looped(FUNK, 16, 64), *drops).put(looped(FUNK, 16, 16), outro)
    quiet = Part().put(figure(CADENCE, 8, "1..1..8...1..5..", 45), theme)
    guitar = (
        Part()
        .put(arpeggio(chords(CADENCE, 52, 72), 16, (0, 1, 2, 3, 2, 1), 0.5), theme)
        .at(theme.bar(4), arpeggio(chords(CADENCE, 52, 72), 16, (0, 2, 1, 3, 2, 4, 3, 1), 0.25))
    )
    guitar.put(arpeggio(chords(SLOW, 52, 72), 32, (0, 2, 1, 3, 2, 4, 3, 1), 0.5), rest).put(
        melody("A2/4 | A2 | A2 | E2/2 G#2 |"), intro
    )
    guitar.put(in_each((drop1, drop2), (3, 11), melody("r/2 E5/.25 F5 E5 D5 C5 B4 A4 G#4 |"))).at(
        outro.start, arpeggio(chords(CADENCE, 52, 72), 16, (0, 1, 2, 3, 2, 1), 0.5)
    )
    guitar.at(outro.bar(4), chords(changes("Am"), 45, 69))
    lead = (
        Part()
        .at(theme.bar(4), CALL, semitones=-12)
        .at(drop1.bar(4), CALL)
        .at(drop1.bar(8), joined((16, CALL), (16, ANSWER)))
    )
    lead.at(drop2.start, joined((16, CALL), (16, ANSWER), (16, CALL), (16, ANSWER)))
    lead.at(drop1.start, tuple(n for n in CALL if n.beat >= 12.0))
    climb = melody(
        "A4/.5 D5 F5 A5 D5 F5 A5 D6 | C5/.5 F5 A5 C6 F5 A5 C6 F6 | E6/1 D6/.5 B5 A5 B5 D6 E6 | G#5/1 B5 E6/.5 r/1.5 |"
    )
    lead.at(build1.start, climb, semitones=-12).at(build2.start, climb)
    high = Part().at(drop2.bar(8), joined((16, CALL), (16, ANSWER)), semitones=12)
    singer = Part().put(LAMENT, rest)
    stab = (
        Part()
        .put(stabs(looped(chords(CADENCE, 57, 76), 16, 32), "...x..x....x..x.", 32), drop1)
        .at(drop1.bar(8), stabs(looped(chords(CADENCE, 57, 76), 16, 32), "x..x..x...xx..x.", 32))
    )
    stab.put(stabs(looped(chords(CADENCE, 57, 76), 16, 64), "x..x..x...xx..x.", 64), drop2)
    pad = (
        Part()
        .put(chords(SLOW, 52, 73), rest)
        .put(chords(LIFT, 55, 77), build1, build2)
        .put(looped(chords(CADENCE, 55, 76), 16, 64), drop2)
        .at(theme.bar(4), chords(CADENCE, 52, 73))
        .at(outro.bar(4), chords(changes("Am"), 52, 72))
    )
    choir = (
        Part()
        .at(drop2.bar(8), looped(chords(CADENCE, 60, 79, 3), 16, 32))
        .at(rest.bar(4), chords(changes("F | F | E7 | E7"), 57, 76, 3), gain=0.7)
    )
    for gap in GAPS:
        for part in (pad, sub, heels, palmas):
            part.mute(*gap)

    opening = Curve(
        (
            (theme.start, 900),
            (build1.start, 1500),
            (build1.end, 8500),
            (rest.start, 1400),
            (rest.end, 3200),
            (build2.end, 9000),
            (drop2.start, 5200),
        ),
        True,
    )
    return [
        drum("kick", Kick(hz=55.0, punch_hz=300, length_s=0.32, click=0.4, drive=1.8), kick.line, -12.5, is_kick=True),
        drum("snare", Snare(hz=198, tone=0.7, wires=0.75, length_s=0.18), snare.line, -15.5, low_cut=140, sends={"room": 0.3, "hall": 0.05}),
        drum("clap", Clap(), clap.line, -19, low_cut=300, sends={"room": 0.3}),
        drum("palmas", Clap(1400, 5200, 0.05, 0.004), palmas.line, -23.5, low_cut=500, pan=0.25, sends={"room": 0.45}),
        drum("heels", Knock(modes=((185, 0.9, 0.07), (410, 1.0, 0.06), (960, 0.6, 0.035), (2150, 0.45, 0.02)), tick=0.7, stray=0.04), heels.line, -16.5, sends={"room": 0.4, "hall": 0.06}),
        drum("rolls", Snare(hz=220, tone=0.5), rolls.line, -20, low_cut=160, sends={"room": 0.3, "hall": 0.15}),
        drum("hats", Hat(length_s=0.045), hats.line, -23.5, sends={"room": 0.08}),
        drum("open hats", Hat(open_s=0.25, pan=-0.2), opened(opens.line), -24),
        drum("shaker", Shaker(), shaker.line, -27.5),
        drum("toms", Tom(), toms, -17, sends={"room": 0.3}),
        drum("cowbell", Knock(modes=((587, 1, 0.12), (845, 0.9, 0.1)), tick=0.3, pan=0.3), cowbell, -25, inserts=(Drive(2.0),), sends={"room": 0.2, "echo": 0.15}),
        *edges(FORM, GAPS, riser_pitch=45, crashes=(drop1.bar(8), drop2.bar(8))),
        Strip("sub", Sub(), sub.line, -16, "bass", duck=0.75, high_cut=180),
        Strip("funk", Fm(1.0, 4.2, 0.14, 0.25, 2.0, 0.6, decay=0.3, sustain=0.55, drive=1.8), funk.line, -16, "bass", duck=0.5, low_cut=80, inserts=(Squash(-20, 3, 0.01, 0.1),), sends={"room": 0.08}),
        Strip("funk growl", Ladder(cutoff=350, sweep=3.0, sweep_s=0.12, resonance=0.55, decay=0.2, sustain=0.5, grit=2.0), funk.line, -20, "bass", duck=0.5, low_cut=160, inserts=(Crush(8, 3, 0.2), Phase(8, 0.3))),
        Strip("quiet bass", Ladder(cutoff=260, sweep=2.2, resonance=0.25), quiet.line, -20, "bass", duck=0.5),
        Strip("guitar", Plucked(0.6, 1.8, 0.3), guitar.line, -20, low_cut=90, sends={"room": 0.35, "hall": 0.2, "echo": 0.1}),
        Strip("stabs", Saws(detune=0.18, decay=0.18, sustain=0.25, release=0.14, cutoff=2800, sweep=1.7), stab.line, -19, low_cut=220, sends={"echo": 0.2, "room": 0.2, "hall": 0.08}, duck=0.5, inserts=(Width(1.25),)),
        Strip("lead", Saws(wave="pulse30", voices=5, detune=0.13, sustain=0.7, decay=0.3, cutoff=3400, sweep=1.3, sub=0.2, vibrato=0.18, glide_s=0.08, drive=1.3), lead.line, -16.5, low_cut=220, eq=((3200, -2, 1),),
              sends={"echo": 0.22, "hall": 0.2}, duck=0.3),
        Strip("high lead", Saws(wave="square", voices=3, detune=0.09, cutoff=4600, sweep=0.6, sustain=0.6), high.line, -24, low_cut=500, sends={"echo": 0.3, "hall": 0.3}, duck=0.3),
        Strip("singer lead", Throat("ah", "eh", players=1, detune=0.0, width=0.0, vibrato=0.35, rate=5.2, attack=0.09, release=0.3, glide_s=0.12), singer.line, -18, low_cut=200, sends={"hall": 0.5, "echo": 0.2}),
        Strip("pad", Saws(detune=0.15, attack=0.35, release=0.7, cutoff=4200, sweep=0, sustain=0.95), pad.line, -22.5, low_cut=170, inserts=(Ensemble(), Sweep(opening)), sends={"hall": 0.4}, duck=0.45),
        Strip("choir", Throat("oh", "ah", players=5, detune=0.15, attack=0.2, release=0.6), choir.line, -22.5, low_cut=220, sends={"hall": 0.6}, duck=0.4, inserts=(Width(1.3),)),
    ]  # fmt: skip


SONG = Song(
    slug="candle-and-heel",
    title="Candle and Heel",
    style="swung electro",
    arena="initiation",
    chapter="Initiation",
    seed=1112,
    key="A minor",
    clock=CLOCK,
    form=FORM,
    write=write,
    fader=FORM.fader(
        {
            "intro": 0.0,
            "theme": -2.0,
            "build 1": (-5.5, -3.0),
            "breakdown": -4.5,
            "build 2": (-5.0, -2.5),
            "outro": -2.0,
        },
        gaps=GAPS,
    ),
    hall_s=2.4,
    about="Heels on boards count the beat in; the machine learns to dance to them.",
)
