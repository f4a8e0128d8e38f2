# ruff: noqa: E501 - a mixing desk reads best with one channel a line
"""Red Curtain: cinematic hard techno, 150, C minor. The day of wrath for organ, choir and a kick that shakes boxes.

At the breakdown the house falls to 120; the second build snaps back to 150.
"""

from tools.soundtrack.clock import Clock
from tools.soundtrack.drums import Clap, Cymbal, Hat, Kick, Knock, Snare, Tom
from tools.soundtrack.effects import Crush, Drive, Ensemble, Phase, Squash, Sweep, Width
from tools.soundtrack.form import Curve, Form, Part, Section, Song
from tools.soundtrack.keys import Bells, Organ
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import Line, changes, chords, joined, looped, melody, roots, shifted, stretched
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, stabs, steps
from tools.soundtrack.staging import drum, edges, gaps_before, in_each, opened, shaded
from tools.soundtrack.synths import Fm, Hoover, Ladder, Saws, Sub
from tools.soundtrack.voices import Throat

FORM = Form(
    (
        Section("intro", "intro", 8),
        Section("theme", "verse", 8, "entry"),
        Section("build 1", "build", 8),
        Section("drop 1", "drop", 16, "drop"),
        Section("breakdown", "breakdown", 8),
        Section("build 2", "build", 8, "return"),
        Section("drop 2", "drop", 24, "drop"),
        Section("outro", "outro", 5),
    )
)
SLOW_BPM = 120.0
CLOCK = Clock(lead_s=0.4139, steps=((0, 150.0), (FORM["breakdown"].start, SLOW_BPM), (FORM["build 2"].start, 150.0)))
GAPS = gaps_before(FORM, {"build 1": 1.0, "build 2": 2.0})

# Dies irae, plainchant of the thirteenth century, its first two lines.
WRATH = melody("Eb5/1 D5 Eb5 C5 | D5/1 Bb4 C5/2 | Eb5/1 Eb5 F5/.5 Eb5 D5 C5 | Bb4/1 D5/.5 Eb5 D5/1 C5 |")
WRATH_CHORDS = changes("Cm | Gm Cm | Ab | Eb . Gm Cm")
SLOW_WRATH = stretched(WRATH, 2.0)
SLOW_CHORDS = changes("Cm | Cm | Gm | Cm | Ab | Ab | Eb | Gm Cm")
# Our own answer, climbing where the chant falls.
ANSWER = melody("G5/1.5 Ab5/.5 G5/1 Eb5 | F5/1.5 G5/.5 F5/1 D5 | Eb5/1.5 F5/.5 G5/1 C6 | B5/2 G5 |")
ANSWER_CHORDS = changes("Cm | Bb | Ab | G")
LIFT = changes("Cm | Cm | Ab | Ab | Cm | Bb | Ab | G7")
ACID = melody(
    "C2/.25 C2 C3! C2 Eb2~ C2 C2 G2! r C2 C3~ Bb2 C2 Eb2! C2 Db2 | C2/.25 C3! C2 C2 Ab2~ G2 C2 C2 r Eb2! Eb3~ C2 C2 Bb1 B1! C2 |"
)


def write() -> list[Strip]:
    """All strips."""
    f = FORM
    intro, theme, build1, drop1 = f["intro"], f["theme"], f["build 1"], f["drop 1"]
    rest, build2, drop2, outro = f["breakdown"], f["build 2"], f["drop 2"], f["outro"]
    drops = (drop1, drop2)

    four = {1: "X...X...X...X...", 4: "X...X...X...X..x", 8: "X...X...X.x.XxXx"}
    kick = (
        Part()
        .put(groove(8, {1: four[1], 8: four[8]}), theme)
        .put(groove(4, {1: four[1]}), build1)
        .put(groove(24, four), *drops)
    )
    kick.at(build2.start, groove(4, {1: four[1]})).put(groove(4, {1: four[1]}), outro).at(outro.bar(4), steps("X", 1.0))
    clap = Part().put(groove(24, {1: "....X.......X...", 2: "....X.......X..o", 8: "....X...X...X.XX"}), *drops)
    rim = Part().put(groove(24, {1: "..x..x....x..x..", 2: "..x..x..x.x..x.x", 8: "x.xx.xx.x.xx.xxx"}), theme, *drops)
    hats = (
        Part()
        .put(groove(24, {1: "oxooxooxoxooxoox", 4: "oxooxooxoxxoxxox"}), *drops)
        .put(groove(8, {1: "..o...o...o...o."}), theme, build1)
    )
    opens = (
        Part()
        .put(groove(24, {1: "..X...X...X...X."}), *drops)
        .put(groove(4, {1: "..x...x...x...x."}), build1, build2, outro)
    )
    ride = (
        Part()
        .at(drop1.bar(8), groove(8, {1: "x.x.x.x.x.x.x.x."}))
        .at(drop2.bar(8), groove(16, {1: "x.x.x.x.x.x.x.x."}))
    )
    snare = Part().at(build1.bar(4), roll(15.0)).at(build2.bar(4), roll(14.0, 0.4))
    taiko = (
        Part()
        .put(melody("C2/1 r C2/.5 G1 C2/1 | C2/1 r/.5 C2 G1/1 C2/.5 G1 |"), intro)
        .at(intro.bar(4), looped(melody("C2/1 r C2/.5 G1 C2/1 | C2/1 r/.5 C2 G1/1 C2/.5 G1 |"), 8, 16))
    )
    taiko.put(looped(melody("C2/1 r G1 r | C2/1 r G1/.5 G1 C2/1 |"), 8, 32), rest)
    taiko.at(build2.start, looped(melody("C2/1 G1/.5 G1 C2/1 G1/.5 C2 |"), 4, 24))
    taiko.put(in_each(drops, (7, 15, 23), melody("r/2 C3/.25 C3 G2 G2 Eb2 Eb2 C2 C2 |")))

    sub = Part().put(looped(figure(changes("Cm"), 8, "..1...1...1...1.", 36, gate=1.0), 32, 32), theme)
    rolling = joined(
        (16, figure(WRATH_CHORDS, 4, ".111.111.111.111", 34)), (16, figure(ANSWER_CHORDS, 4, ".111.111.111.111", 34))
    )
    sub.put(looped(rolling, 32, 96), *drops).put(roots(LIFT[:4], 34), build1).put(roots(LIFT[:6], 34, 0.7), build2)
    sub.put(roots(SLOW_CHORDS, 36, 0.6), rest).at(outro.bar(4), roots(changes("Cm"), 36))
    acid = (
        Part()
        .put(looped(shaded(ACID, (0.2, 0.4, 0.7, 0.3)), 8, 32), theme, build1)
        .at(drop1.bar(0), looped(ACID, 8, 32))
    )
    acid.at(drop2.start, looped(shaded(ACID, (0.5, 0.8, 0.4)), 8, 32)).at(drop2.bar(16), looped(ACID, 8, 32)).put(
        looped(ACID, 8, 16), outro
    )
    acid.at(build2.bar(4), looped(ACID, 8, 14))
    growl = Part().at(drop1.bar(8), rolling).at(drop2.bar(8), rolling)

    stab = Part().at(
        drop1.bar(4),
        stabs(
            joined(
                (16, chords(ANSWER_CHORDS, 55, 75, 3)),
            ),
            "x..x..x...x.....",
            16,
        ),
    )
    stab.at(drop1.bar(12), stabs(chords(ANSWER_CHORDS, 55, 75, 3), "x..x..x...x..x.x", 16))
    for bar in (4, 12, 20):
        stab.at(drop2.bar(bar), stabs(chords(ANSWER_CHORDS, 55, 75, 3), "x..x..x...x..x..", 16))
    cycle = joined((16, WRATH), (16, ANSWER))
    lead = (
        Part()
        .at(drop1.bar(0), WRATH, semitones=-12)
        .at(drop1.bar(8), cycle)
        .at(drop2.start, joined((32, cycle), (32, cycle), (32, cycle)))
    )
    lead.at(build1.bar(4), stretched(ANSWER[:8], 1.0), semitones=-12).at(theme.bar(4), WRATH, semitones=-12)
    high = Part().at(drop2.bar(16), cycle, semitones=12)
    wall = Part().at(
        drop2.bar(8),
        stabs(joined((16, chords(WRATH_CHORDS, 58, 77)), (16, chords(ANSWER_CHORDS, 58, 77))), "x-.x-.x-x-.x-.x-", 32),
    )
    wall.at(
        drop2.bar(16),
        stabs(joined((16, chords(WRATH_CHORDS, 58, 77)), (16, chords(ANSWER_CHORDS, 58, 77))), "x--x--x-x--x--x-", 32),
    )
    arp = Part().at(
        drop2.bar(8),
        looped(
            joined(
                (16, arpeggio(chords(WRATH_CHORDS, 60, 79, 3), 16, (0, 1, 2, 3, 2, 1))),
                (16, arpeggio(chords(ANSWER_CHORDS, 60, 79, 3), 16, (0, 1, 2, 3, 2, 1))),
            ),
            32,
            64,
        ),
    )
    organ = (
        Part()
        .put(chords(SLOW_CHORDS, 48, 70), intro, rest)
        .put(chords(LIFT, 52, 75), build1, build2)
        .at(drop2.bar(16), joined((16, chords(WRATH_CHORDS, 52, 74)), (16, chords(ANSWER_CHORDS, 52, 74))))
    )
    organ.at(outro.bar(4), chords(changes("Cm"), 48, 72))
    choir = (
        Part()
        .at(intro.bar(0), SLOW_WRATH, semitones=-12)
        .put(SLOW_WRATH, rest)
        .put(chords(SLOW_CHORDS, 55, 72, 3), rest, gain=0.8)
    )
    choir.put(chords(LIFT, 60, 80, 3), build2).at(
        drop2.bar(16), joined((16, chords(WRATH_CHORDS, 60, 79, 3)), (16, chords(ANSWER_CHORDS, 60, 79, 3)))
    )
    choir.at(
        drop1.bar(8),
        stabs(
            joined((16, chords(WRATH_CHORDS, 60, 79, 3)), (16, chords(ANSWER_CHORDS, 60, 79, 3))),
            "X-..............",
            32,
        ),
    )
    strings = (
        Part()
        .put(arpeggio(chords(SLOW_CHORDS, 60, 79, 3), 32, (0, 1, 0, 2), 0.5), rest)
        .put(arpeggio(chords(LIFT, 58, 79, 3), 32, (0, 1, 2, 1), 0.25), build1, build2)
    )
    bell = (
        Part()
        .at(intro.start, melody("C4/4 | r | C4 | r | C4 | r | C4 | r |"))
        .put(melody("C4/4 | r | C4 | r | C4 | r | C4 | r |"), rest)
        .at(outro.bar(4), melody("C4/4 |"))
    )
    for gap in GAPS:
        for part in (organ, choir, strings, sub, acid, taiko):
            part.mute(*gap)

    acid_cut = Curve(
        (
            (theme.start, 500),
            (build1.end, 7000),
            (drop1.start, 3000),
            (drop1.end, 5000),
            (build2.start, 500),
            (build2.end, 8000),
            (drop2.start, 4000),
            (drop2.end, 6500),
            (outro.bar(4), 400),
        ),
        True,
    )
    dark = Curve(
        (
            (intro.start, 500),
            (theme.start, 2200),
            (build1.start, 900),
            (build1.end, 7000),
            (rest.start, 2600),
            (rest.end, 3600),
            (build2.end, 9000),
        ),
        True,
    )
    return [
        drum("kick", Kick(hz=49.0, punch_hz=420, length_s=0.26, click=0.55, drive=3.2, rumble=0.12), kick.line, -11.5, is_kick=True, inserts=(Drive(1.8, 0.7),)),
        drum("clap", Clap(1000, 4200, 0.16), clap.line, -18, low_cut=300, sends={"room": 0.3, "hall": 0.08}),
        drum("rim", Knock(modes=((820, 1, 0.03), (1740, 0.7, 0.02), (2900, 0.4, 0.012)), pan=0.25), rim.line, -24, sends={"room": 0.3, "echo": 0.08}),
        drum("hats", Hat(metal=0.7), hats.line, -26, inserts=(Drive(1.6, 0.5),), sends={"room": 0.06}),
        drum("open hats", Hat(open_s=0.17, metal=0.7, pan=-0.1, floor_hz=6000), opened(opens.line), -22, duck=0.4),
        drum("ride", Cymbal(0.7, ping=1.0), ride.line, -27, duck=0.4),
        drum("snare", Snare(hz=215, drive=2.4), snare.line, -19, low_cut=150, sends={"room": 0.3, "hall": 0.15}),
        drum("taiko", Tom(length_s=0.7, bend=0.35, skin=0.4), taiko.line, -17, sends={"hall": 0.3, "room": 0.2}),
        *edges(FORM, GAPS, riser_pitch=48, crashes=(drop1.bar(8), drop2.bar(8), drop2.bar(16), build2.start)),
        Strip("sub", Sub(warmth=1.6), sub.line, -16, "bass", duck=0.95, high_cut=180),
        Strip("rumble", Fm(0.5, 2.5, 0.3, 0.6, 3.01, 0.5, drive=2.5), rolling_line(sub), -20, "bass", duck=0.95, low_cut=60, high_cut=900, sends={"hall": 0.1}),
        Strip("acid", Ladder(second="saw", blend=0.0, cutoff=280, sweep=2.6, sweep_s=0.16, resonance=0.78, decay=0.25, sustain=0.5, grit=2.4), acid.line, -19, "bass",
              duck=0.5, low_cut=130, inserts=(Sweep(acid_cut), Drive(1.6, 0.5)), sends={"echo": 0.16, "room": 0.1}),
        Strip("grind", Fm(1.0, 6.0, 0.2, 0.4, 3.0, 1.1, wobble=1.0, drive=2.6), growl.line, -20, "bass", duck=0.85, low_cut=150, inserts=(Crush(7, 4, 0.3), Squash(-20, 3, 0.005, 0.08))),
        Strip("hoover", Hoover(), stab.line, -18, low_cut=180, sends={"hall": 0.25, "echo": 0.2}, duck=0.7, inserts=(Width(1.2),)),
        Strip("lead", Saws(detune=0.2, sustain=0.8, decay=0.3, cutoff=3800, sweep=1.4, sub=0.3, drive=1.8, vibrato=0.08), lead.line, -16, low_cut=200, eq=((3200, -2, 1),),
              sends={"echo": 0.2, "hall": 0.25}, duck=0.5),
        Strip("high lead", Saws(wave="square", voices=5, detune=0.12, cutoff=5200, sweep=0.6), high.line, -22, low_cut=450, sends={"echo": 0.3, "hall": 0.35}, duck=0.5),
        Strip("wall", Saws(detune=0.22, sustain=0.85, cutoff=5200, sweep=0.8), wall.line, -18.5, low_cut=200, duck=0.9, sends={"hall": 0.2}, inserts=(Width(1.2),)),
        Strip("arp", Saws(voices=3, detune=0.1, decay=0.14, sustain=0, release=0.12, cutoff=1200, sweep=2.4, sweep_s=0.1), arp.line, -24, low_cut=300, sends={"echo": 0.3, "hall": 0.2}, duck=0.6),
        Strip("organ", Organ(), organ.line, -20, low_cut=60, sends={"hall": 0.5}, duck=0.5, inserts=(Sweep(dark),)),
        Strip("choir", Throat("ah", "oh", players=7, detune=0.16, attack=0.12, release=0.6, width=0.9), choir.line, -19, low_cut=160, sends={"hall": 0.6}, duck=0.45, inserts=(Ensemble(2.0, 0.3, 0.35),)),
        Strip("strings", Saws(detune=0.14, attack=0.03, decay=0.25, sustain=0.5, release=0.25, cutoff=3200, sweep=0.8), strings.line, -22, low_cut=200, sends={"hall": 0.4}, inserts=(Phase(24, 0.2),)),
        Strip("bell", Bells(metal=1.0, length_s=3.5), shifted(bell.line, 0, 0), -21, sends={"hall": 0.6}),
    ]  # fmt: skip


def rolling_line(sub: Part) -> Line:
    """The sub's own notes where they roll, for the layer that makes them audible on small speakers."""
    return tuple(n for n in sub.line if n.length < 0.5)


SONG = Song(
    slug="red-curtain",
    title="Red Curtain",
    style="cinematic hard techno",
    arena="opera",
    chapter="Opera House",
    seed=1250,
    key="C minor",
    clock=CLOCK,
    form=FORM,
    write=write,
    fader=FORM.fader(
        {
            "intro": -3.0,
            "theme": -2.0,
            "build 1": (-4.5, -2.0),
            "breakdown": -4.5,
            "build 2": (-5.0, -2.0),
            "outro": -2.0,
        },
        gaps=GAPS,
    ),
    hall_s=3.4,
    about="The day of wrath for organ, choir and a kick that shakes the boxes.",
    sources=("Dies irae, plainchant, 13th century, public domain",),
)
