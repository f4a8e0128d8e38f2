# ruff: noqa: E501 - a mixing desk reads best with one channel a line
"""Black Feather: electro house, 128, B minor. The swans' oboe tune comes back in a club with its teeth out."""

from tools.soundtrack.clock import Clock
from tools.soundtrack.drums import Clap, Cymbal, Hat, Impact, Kick, Riser, Shaker, Snare, Swell, Tom
from tools.soundtrack.effects import Crush, Drive, Ensemble, Squash, Sweep, Width
from tools.soundtrack.form import Curve, Form, Part, Section, Song
from tools.soundtrack.keys import Plucked
from tools.soundtrack.mixing import Strip
from tools.soundtrack.notation import Line, Note, changes, chords, joined, looped, melody, roots, shifted, stretched
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, stabs, steps
from tools.soundtrack.synths import Fm, Growl, Ladder, Saws, Sub
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
GAPS = ((FORM["build 1"].end - 1.0, FORM["build 1"].end), (FORM["build 2"].end - 1.5, FORM["build 2"].end))
CLOCK = Clock(lead_s=0.3137, steps=((0, 128.0),))

# Tchaikovsky, Swan Lake, no. 10 (1877): the oboe's first eight bars; the answer is ours, in his sequence.
SWAN = melody(
    "F#5/2 B4/.5 C#5 D5 E5 | F#5/1.5 D5/.5 F#5/1.5 D5/.5 | F#5/1.5 B4/.5 D5 B4 G4 D5 | B4/2.5 E5/.5 D5 C#5 |"
    "F#5/2 B4/.5 C#5 D5 E5 | F#5/1.5 D5/.5 F#5/1.5 D5/.5 | F#5/1.5 B4/.5 D5 B4 G4 D5 | B4/4 |"
)
ANSWER = melody(
    "G5/2 E5/.5 F#5 G5 A5 | B5/1.5 G5/.5 B5/1.5 G5/.5 | A5/1.5 F#5/.5 A5/1 F#5/.5 E5 | F#5/2.5 E5/.5 D5 C#5 |"
    "G5/2 E5/.5 F#5 G5 A5 | B5/1.5 G5/.5 B5/1 C#6 | A#5/1.5 C#6/.5 A#5/1 F#5 | B5/4 |"
)
SWAN_CHORDS = changes("Bm | D | G | Em7 F#7sus4 | Bm | D | G | Bm")
LIFT = changes("Em7 | Em7 | Em7 | F#7sus4 | Bm/F# | F#7sus4 | F#7sus4 | F#7")
HIGHER = changes("Em7 | Em7 | G | G | Bm/F# | F#7sus4 | F#7sus4 | F#7")
ANSWER_CHORDS = changes("Em7 | G | D | Bm | Em7 | G | F#7 | Bm")
HOOK = stretched(SWAN, 0.5)
HOOK_ANSWER = stretched(ANSWER, 0.5)
CLUB = changes("Bm D | G F#7sus4")
CLUB_ANSWER = changes("Em7 G | D Bm | Em7 G | F#7 Bm")

RIFF = melody(
    "B1!/.75 B1/.25 r B2 A2 B2 r D2/.75 D3/.25 r C#3 D3 | G1!/.75 G1/.25 r G2 F#2 G2 r F#1/.75 F#2/.25 r E2 F#2 |"
    "B1!/.5 B2/.25 B1 r B2 D3~ B2 D2/.5 D3/.25 D2 r F#3 E3~ D3 | G1!/.5 G2/.25 G1 r G2 B2~ G2 F#1/.5 F#2/.25 F#1 C#3 B2~ F#2 E2 |"
)
SHADES = (0.1, 0.45, 0.1, 0.6, 0.3, 0.8)


def mouthed(line: Line) -> Line:
    """The riff with the growl's speed changing from note to note."""
    from dataclasses import replace

    return tuple(replace(n, shade=SHADES[i % len(SHADES)]) for i, n in enumerate(line))


def write() -> list[Strip]:
    """All strips."""
    f = FORM
    intro, theme, build1, drop1 = f["intro"], f["theme"], f["build 1"], f["drop 1"]
    rest, build2, drop2, outro = f["breakdown"], f["build 2"], f["drop 2"], f["outro"]

    four = {1: "X...X...X...X...", 8: "X...X...X...X.x."}
    kick = Part().put(groove(8, four), theme).put(groove(4, {1: four[1]}), build1).put(groove(16, four), drop1, drop2)
    kick.put(groove(4, {1: "X...X...X...X..."}), outro)
    kick.at(outro.bar(4), steps("X", 1.0))

    clap = Part().put(groove(8, {1: "....X.......X..."}), theme)
    clap.put(groove(16, {1: "....X.......X...", 4: "....X.......X..o", 8: "....X..o.X..X.xx"}), drop1, drop2)
    clap.put(groove(4, {1: "....X.......X..."}), outro)

    snare = (
        Part().at(build1.bar(4), roll(16.0)).at(build2.start, groove(4, {1: "....x.......x...", 4: "....x...x..xx.xx"}))
    )
    snare.at(build2.bar(4), roll(16.0, 0.4))
    snare.put(groove(16, {1: "................", 4: "..............oo", 8: "........x.xxXXXX"}), drop1, drop2)

    hats = Part().at(intro.bar(4), groove(4, {1: "..o...o...o...o."})).put(groove(8, {1: "o.x.o.x.o.x.o.xo"}), theme)
    hats.at(build1.start, groove(4, {1: "ooxoooxoooxoooxo"}))
    hats.put(groove(16, {1: "oox,oox,oox,oox,", 2: "oox,oox,oox,ooxo", 4: "oox,o,xoooxoxoxo"}), drop1)
    hats.put(groove(16, {1: "ooxoooxoooxoooxo", 4: "ooxooxxoooxoxxxx"}), drop2).at(
        outro.start, groove(4, {1: "..x...x...x...x."})
    )
    opens = Part().put(groove(8, {1: "..x...x...x...x."}), theme).put(groove(16, {1: "..X...X...X...X."}), drop1, drop2)
    opened = tuple(Note(n.beat, n.length, n.pitch, n.velocity, None, 1.0) for n in opens.line)
    shaker = (
        Part()
        .put(groove(16, {1: "xoxoxoxoxoxoxoxo"}), drop1, drop2)
        .put(groove(8, {1: "x.o.x.o.x.o.x.o."}), theme, build2)
    )
    ride = Part().at(drop1.bar(8), groove(8, {1: "x...x...x...x..."})).put(groove(16, {1: "x.o.x.o.x.o.x.o."}), drop2)
    crash = Part()
    for beat in (
        theme.start,
        drop1.start,
        drop1.bar(8),
        rest.start,
        build2.start,
        drop2.start,
        drop2.bar(8),
        outro.start,
    ):
        crash.at(beat, steps("X", 1.0))
    toms = Part()
    fill = melody("r/2 B2/.25 B2 A2 F#2 F#2 E2 D2 B1")
    for span, bar in ((theme, 7), (drop1, 7), (drop1, 15), (drop2, 7), (drop2, 15)):
        toms.at(span.bar(bar), fill)

    riser, swell, boom = Part(), Part(), Part()
    for build, gap in ((build1, GAPS[0]), (build2, GAPS[1])):
        riser.at(build.start, (Note(0, gap[0] - build.start, 47, 0.9, None, 0.9),))
        swell.at(gap[0] - 4, (Note(0, 4, 60, 0.9),))
    for beat in (theme.start, drop2.start, drop1.start, rest.start, outro.bar(4)):
        boom.at(beat, (Note(0, 4, 60, 1.0 if beat in (drop1.start, drop2.start) else 0.6),))
    riser.at(rest.start, (Note(0, 8, 59, 0.5, None, 0.0),))

    sub = Part().put(figure(ANSWER_CHORDS, 8, "..1...1...1...1.", 36), theme)
    sub.put(roots(LIFT[:4]), build1)
    club_sub = figure(CLUB, 16, "1.-1..1-1.-1..1-", 34, gate=0.8)
    sub.put(club_sub, drop1).at(drop2.start, looped(figure(CLUB, 8, "1.-1..1-1.-1..1-", 34, gate=0.8), 32, 32))
    sub.at(drop2.bar(8), figure(CLUB_ANSWER, 4, "1.-1..1-1.-1..1-", 34, gate=0.8))
    sub.at(drop2.bar(12), figure(CLUB, 4, "1.-1..1-1.-1..1-", 34, gate=0.8))
    sub.put(roots(HIGHER[:6]), build2)
    sub.put(roots(SWAN_CHORDS, velocity=0.6), rest)
    sub.at(outro.bar(4), (Note(0, 4, 35, 0.8),))

    bite = Part().put(looped(mouthed(RIFF), 16, 64), drop1)
    bite.at(drop2.start, looped(mouthed(RIFF), 16, 32)).at(drop2.bar(8), figure(CLUB_ANSWER, 4, "R.1.8.1.R.18.1.8", 35))
    bite.at(drop2.bar(12), mouthed(RIFF))
    house = Part().put(figure(ANSWER_CHORDS, 8, "..1...1...1...1.", 47), theme)
    house.at(build1.start, figure(LIFT[:4], 4, "1.1.1.1.1.1.1.1.", 47))
    house.at(outro.start, figure(changes("Bm | Bm | G | Bm"), 4, "..1...1...1...1.", 47))

    strings = Part().put(chords(SWAN_CHORDS, 54, 76), intro, rest)
    strings.put(chords(LIFT, 55, 78), build1).put(chords(HIGHER, 57, 81), build2)
    strings.at(outro.bar(4), chords(changes("Bm"), 54, 76))
    cello = Part().at(intro.bar(4), roots(SWAN_CHORDS[:5], 45, 0.7)).put(roots(SWAN_CHORDS, 45), rest)
    cello.put(roots(LIFT, 45), build1).put(roots(HIGHER, 45), build2)
    oboe = Part().put(SWAN, intro).put(SWAN, rest, semitones=0)
    choir = Part().put(chords(SWAN_CHORDS, 59, 79, 3), rest).at(drop2.bar(8), chords(CLUB_ANSWER, 62, 83, 3))
    choir.at(drop2.bar(12), looped(chords(CLUB, 62, 83, 3), 8, 16))
    harp = Part().put(arpeggio(chords(SWAN_CHORDS, 54, 76), 32, (0, 1, 2, 3, 4, 3, 2, 1), 0.5), intro, rest)
    pluck = Part().put(arpeggio(chords(ANSWER_CHORDS, 59, 78), 32, (0, 2, 1, 3, 2, 4, 3, 1), 0.25, 0.6), theme)
    for build, lift in ((build1, LIFT), (build2, HIGHER)):
        pluck.put(arpeggio(chords(lift, 59, 78), 32, (0, 1, 2, 3, 4, 5, 6, 5), 0.25, 0.6), build)
    pluck.at(
        outro.start, arpeggio(chords(changes("Bm | Bm | G | Bm"), 59, 78), 16, (0, 2, 1, 3, 2, 4, 3, 1), 0.25, 0.6)
    )
    pluck.at(drop2.start, looped(arpeggio(chords(CLUB, 62, 81), 8, (0, 2, 4, 3, 1, 3, 5, 4), 0.25, 0.6), 8, 32))
    pluck.at(drop2.bar(8), arpeggio(chords(CLUB_ANSWER, 62, 81), 16, (0, 2, 4, 3, 1, 3, 5, 4), 0.25, 0.6))
    pluck.at(drop2.bar(12), looped(arpeggio(chords(CLUB, 62, 81), 8, (0, 2, 4, 3, 1, 3, 5, 4), 0.25, 0.6), 8, 16))
    for gap in GAPS:
        for part in (pluck, strings, cello, house, sub):
            part.mute(*gap)

    lead = Part().put(ANSWER, theme, semitones=-12, gain=0.9)
    climb = melody("F#5/2 B4/.5 C#5 D5 E5 | F#5/2 D5/.5 E5 F#5 G5 | A5/2 F#5/.5 G5 A5 B5 | C#6/2 A#5/1 r |")
    lead.at(build1.bar(4), climb, semitones=-12).at(build2.bar(4), climb)
    call = [n for n in HOOK if n.beat >= 4.0 and n.beat < 8.0]
    lead.at(drop1.start, tuple(call)).at(drop1.bar(2), tuple(call))
    lead.at(drop1.bar(4), HOOK).at(drop1.bar(8), joined((16, HOOK), (16, HOOK)))
    lead.at(drop2.start, joined((16, HOOK), (16, HOOK), (16, HOOK_ANSWER), (16, HOOK)))
    high = Part().at(drop1.bar(12), HOOK, semitones=12).at(drop2.bar(4), HOOK, semitones=12)
    high.at(drop2.bar(8), shifted(HOOK_ANSWER, 0, 0)).at(drop2.bar(12), HOOK, semitones=12)
    chord_hits = Part().at(drop1.bar(8), stabs(looped(chords(CLUB, 59, 78), 8, 32), "..x..x....x..x..", 32))
    chord_hits.at(drop2.start, stabs(looped(chords(CLUB, 59, 78), 8, 32), "x--x--x-..x--x--", 32))
    chord_hits.at(drop2.bar(8), stabs(chords(CLUB_ANSWER, 59, 78), "x--x--x-..x--x--", 16))
    chord_hits.at(drop2.bar(12), stabs(looped(chords(CLUB, 59, 78), 8, 16), "x--x--x-..x--x--", 16))
    lead.at(outro.start, HOOK[:15], semitones=-12, gain=0.8)
    vox = Part()
    for span in (drop1, drop2):
        for bar in (3, 7, 11, 15):
            vox.at(span.bar(bar), melody("r/2 F#4/.25 r F#4 A4/.5 B4/.25 r/.5"))

    opening = Curve(
        ((intro.start, 500), (intro.end, 3800), (rest.start, 1600), (rest.end, 4200), (build2.end, 9000)), True
    )
    growing = Curve(
        (
            (theme.start, 900),
            (theme.end, 3200),
            (build1.end, 9000),
            (build2.start, 700),
            (build2.end, 9000),
            (build2.end + 0.1, 6000),
            (outro.start, 5000),
            (outro.bar(4), 900),
        ),
        True,
    )
    return [
        Strip("kick", Kick(hz=46.25, punch_hz=340.0, click=0.4), kick.line, -12.5, "drums", is_kick=True, is_tonal=False),
        Strip("clap", Clap(), clap.line, -17.5, "drums", low_cut=250, sends={"room": 0.35, "hall": 0.06}, is_tonal=False),
        Strip("snare", Snare(hz=196.0), snare.line, -18.5, "drums", low_cut=140, sends={"room": 0.3, "hall": 0.12}, is_tonal=False),
        Strip("hats", Hat(), hats.line, -25, "drums", sends={"room": 0.08}, is_tonal=False),
        Strip("open hats", Hat(open_s=0.22, pan=-0.15), opened, -24, "drums", duck=0.3, sends={"room": 0.1}, is_tonal=False),
        Strip("shaker", Shaker(), shaker.line, -28, "drums", duck=0.3, is_tonal=False),
        Strip("ride", Cymbal(0.9, ping=0.8), ride.line, -28, "drums", duck=0.4, is_tonal=False),
        Strip("crash", Cymbal(2.4), crash.line, -23, "drums", sends={"hall": 0.15}, is_tonal=False),
        Strip("toms", Tom(), toms.line, -18, "drums", sends={"room": 0.3}, is_tonal=False),
        Strip("riser", Riser(), riser.line, -20, sends={"hall": 0.25}, low_cut=250, is_tonal=False),
        Strip("swell", Swell(), swell.line, -23, is_tonal=False),
        Strip("impact", Impact(), boom.line, -16, sends={"hall": 0.3}, is_tonal=False),
        Strip("sub", Sub(), sub.line, -16, "bass", duck=0.85, high_cut=220),
        Strip("bite", Growl(vowels="uoaei", drive=2.6, rates=(1, 1, 2, 2, 4, 4)), bite.line, -15, "bass", duck=0.75,
              inserts=(Squash(-20, 3, 0.005, 0.08), Drive(1.4, 0.6)), sends={"room": 0.06}),
        Strip("edge", Fm(1.0, 5.0, 0.16, 0.35, 2.0, 0.7), bite.line, -20, "bass", duck=0.75, low_cut=160,
              inserts=(Crush(8, 3, 0.25),)),
        Strip("house bass", Ladder(cutoff=260, sweep=2.4, resonance=0.3), house.line, -19, "bass", duck=0.8),
        Strip("strings", Saws(detune=0.12, attack=0.25, release=0.7, cutoff=5200, sweep=0.0, sustain=0.95), strings.line, -21,
              low_cut=180, inserts=(Ensemble(), Sweep(opening)), sends={"hall": 0.45}, duck=0.35),
        Strip("cello", Throat("cello", "cello", players=3, detune=0.08, attack=0.12, release=0.4, vibrato=0.12), cello.line, -21,
              low_cut=60, sends={"hall": 0.25}, duck=0.3),
        Strip("oboe", Throat("oboe", "oboe", "reed", 1, 0.0, 0.0, 0.16, 5.1, 0.05, breath=0.02, dry=0.3), oboe.line, -19,
              low_cut=200, sends={"hall": 0.5, "echo": 0.15}),
        Strip("choir", Throat("ah", "oh", players=5, detune=0.14, attack=0.18, release=0.5), choir.line, -23,
              low_cut=220, sends={"hall": 0.6}, duck=0.6, inserts=(Width(1.3),)),
        Strip("harp", Plucked(0.45), harp.line, -25, sends={"hall": 0.4, "echo": 0.15}),
        Strip("pluck", Saws(detune=0.1, decay=0.16, sustain=0.0, release=0.15, cutoff=900, sweep=2.6, sweep_s=0.12), pluck.line, -23.5,
              low_cut=250, inserts=(Sweep(growing),), sends={"echo": 0.3, "hall": 0.2}, duck=0.6),
        Strip("chord hits", Saws(detune=0.2, decay=0.35, sustain=0.6, cutoff=4200, sweep=1.2, air=0.02), chord_hits.line, -18.5,
              low_cut=190, sends={"hall": 0.16, "room": 0.15}, duck=0.85, inserts=(Width(1.25),)),
        Strip("lead", Saws(detune=0.14, sustain=0.7, decay=0.3, cutoff=3600, sweep=1.3, sub=0.25, vibrato=0.12, drive=1.3), lead.line, -16,
              low_cut=220, eq=((3200, -2.0, 1.0),), sends={"echo": 0.22, "hall": 0.18}, duck=0.45),
        Strip("high lead", Saws(wave="square", voices=3, detune=0.08, sustain=0.5, decay=0.25, cutoff=5200, sweep=0.8), high.line, -22.5,
              low_cut=400, sends={"echo": 0.3, "hall": 0.25}, duck=0.5),
        Strip("vox", Throat("eh", "ah", players=2, attack=0.01, release=0.08, vibrato=0.05, turn_s=0.12), vox.line, -20,
              low_cut=250, sends={"echo": 0.35, "room": 0.2}, duck=0.4, inserts=(Drive(1.8),)),
    ]  # fmt: skip


SONG = Song(
    slug="black-feather",
    title="Black Feather",
    style="electro house",
    arena="nightclub",
    chapter="Nightclub",
    seed=1877,
    key="B minor",
    clock=CLOCK,
    form=FORM,
    write=write,
    fader=FORM.fader(
        {
            "intro": -3.0,
            "theme": -1.5,
            "build 1": (-4.0, -2.0),
            "breakdown": -5.0,
            "build 2": (-5.0, -2.0),
            "outro": -2.0,
        },
        gaps=GAPS,
    ),
    hall_s=2.4,
    about="The swans' oboe tune comes back in a club with its teeth out.",
    sources=("P. I. Tchaikovsky, Swan Lake, no. 10 (1877), public domain",),
)
