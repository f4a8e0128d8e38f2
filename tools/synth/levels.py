"""Styles whose tempo is easily taken for half or double: more songs to train on, beside those of `tools.synth.styles`.

Fast hardcore, electronic rock, music of trackers and handhelds, soft synthesisers without drums, songs that change
between straight and half-time drums, and shuffles. Each keeps the tempo that charts of such music are written in.
"""

from tools.synth.style import BACK, EIGHTHS, HALF, HATS, K4, NO, OFF, SIXTEENTHS, Style

OFF_SNARE = ("--x---x---x---x-",)
BREAK = ("x-x-------x-----", "----x--o-o--x--o", "x-x-x-x-x-x-x-x-")
HALF_TIME = ("x---------x-----", "--------x-------", "x-x-x-x-x-x-x-x-")
FOUR = ("x---x---x---x---", "----x-------x---", "--x---x---x---x-")
BARE = ("x---x---x---x---", NO, "--x---x---x---x-")
ROCK = ("x-----x-x-------", "x-x-----x-x-----", "x-------x-----x-", "x-----x---x-----", "x-------x-------")
SLOW_CHORDS = (1, 1, 2, 2, 2, 4, 4)
FAST_CHORDS = (0.5, 0.5, 1, 1, 1, 2, 2)

LEVEL_STYLES = (
    Style(
        "jcore", (170, 200), K4, (*BACK, NO), OFF + EIGHTHS, ("offbeat", "hold", "follow", "sixteenths"),
        ("threes", "stab", "arp", "pad"), hard=True, weight=2, alts=(BREAK, HALF_TIME, FOUR, BARE),
        chord_bars=SLOW_CHORDS,
    ),
    Style(
        "speedcore", (188, 216), (*K4, "x-x-x-x-x-x-x-x-"), (*OFF_SNARE, *BACK, NO), OFF + EIGHTHS,
        ("hold", "follow", "offbeat"), ("threes", "stab", "pad", "arp"), hard=True,
        alts=(HALF_TIME, BARE, FOUR), chord_bars=SLOW_CHORDS,
    ),
    Style(
        "freeform", (165, 185), K4, (*BACK, NO), OFF + SIXTEENTHS, ("roll", "offbeat", "sixteenths"),
        ("arp", "gate", "pad"), alts=(BREAK, BARE), chord_bars=SLOW_CHORDS,
    ),
    Style(
        "fast_breaks", (165, 200), ("x-x-------x-----", "x-x---x---x-----", "x--x--x---x-----"), BACK,
        EIGHTHS + SIXTEENTHS, ("hold", "sync", "offbeat"), ("arp", "pluck", "pad", "threes"),
        alts=(FOUR, HALF_TIME), chord_bars=SLOW_CHORDS, weight=1.2,
    ),
    Style(
        "breakcore", (170, 212), ("x-x-------xx----", "x--x--x---x--x--", "xx-x--x-x--x-x--"),
        ("----x--x-x--x--x", "----x-x--x--x-xx", "----x-------x---"), EIGHTHS, ("hold", "sync"), ("pad", "arp"),
        chord_bars=SLOW_CHORDS, weight=0.7,
    ),
    Style(
        "dancefloor_dnb", (170, 178), ("x---------x-----", "x---------x--x--"), BACK, EIGHTHS + SIXTEENTHS,
        ("hold", "sync", "wobble", "eighths"), ("stab", "pad", "arp", "threes"), alts=(FOUR, HALF_TIME),
        chord_bars=SLOW_CHORDS, weight=1.5,
    ),
    Style(
        "hybrid_dubstep", (138, 152), ("x---------------", "x-----x---------", "x----x----x-----"), HALF, HATS,
        ("wobble", "hold", "sync", "follow"), ("pad", "stab", "sync", "threes"), alts=(FOUR, BARE), weight=1.3,
    ),
    Style(
        "downtempo", (80, 104), ("x-----x-x-------", "x-------x-x-----", "x---------x-----", "x-------x-------"), BACK,
        EIGHTHS + SIXTEENTHS, ("sixteenths", "octave", "sync", "hold"), ("arp", "pad", "pluck", "gate"),
        chord_bars=FAST_CHORDS, weight=1.2,
    ),
    Style(
        "electro_rock", (112, 190), ROCK, BACK, EIGHTHS + K4, ("eighths", "follow", "octave"),
        ("eighths", "pad", "arp", "sync"), fills=0.9, alts=(HALF_TIME, FOUR), weight=1.5,
    ),
    Style(
        "dance_punk", (138, 175), (*K4, *ROCK[:2]), BACK, OFF + EIGHTHS, ("eighths", "octave", "offbeat"),
        ("eighths", "stab", "threes"), fills=0.8,
    ),
    Style(
        "schaffel", (108, 138), (*K4, "x-------x-------"), (*BACK, NO), EIGHTHS, ("eighths", "follow", "octave"),
        ("stab", "pad", "eighths"), swing=(0.62, 0.68), eighth_swing=True, weight=0.8,
    ),
    Style(
        "electro_swing", (104, 130), (*K4, "x-------x-------"), BACK, EIGHTHS + SIXTEENTHS, ("eighths", "follow"),
        ("offstab", "stab", "sync"), swing=(0.58, 0.67), weight=0.8,
    ),
    Style(
        "moombahcore", (100, 116), K4, ("---x--x----x--x-", "---x--x---x---x-"), HATS, ("wobble", "sync", "follow"),
        ("stab", "threes", "sync"), alts=(FOUR,), chord_bars=FAST_CHORDS, weight=0.8,
    ),
    Style(
        "complextro", (106, 132), (*K4, "x-----x---x-----"), BACK, SIXTEENTHS + EIGHTHS,
        ("sixteenths", "wobble", "sync"), ("sync", "threes", "gate"), alts=(HALF_TIME, BREAK), weight=1.2,
    ),
    Style(
        "hard_techno", (140, 162), (*K4, "x---x---x---x-x-"), (NO, *OFF_SNARE, *BACK), OFF + SIXTEENTHS,
        ("rumble", "offbeat", "sixteenths"), ("stab", "sync", "pad"), hard=True, weight=0.8,
    ),
    Style(
        "trance_rock", (126, 150), (*K4, *ROCK), BACK, HATS, ("octave", "sixteenths", "offbeat", "eighths"),
        ("pad", "arp", "gate", "eighths"), alts=(BREAK, HALF_TIME),
    ),
    Style(
        "tracker", (108, 150), (*ROCK, *K4, "x--x--x---x-----"), (*BACK, *BACK, NO), HATS,
        ("eighths", "sync", "octave", "sixteenths", "follow"), ("arp", "pad", "pluck", "sync", "threes"), tracker=True,
        alts=(FOUR, BREAK), weight=2.5,
    ),
    Style(
        "tracker_fast", (150, 192), (*ROCK, *K4), (*BACK, *BACK, NO), EIGHTHS + OFF, ("eighths", "octave", "offbeat"),
        ("arp", "pluck", "eighths", "pad"), tracker=True, alts=(HALF_TIME, FOUR), chord_bars=SLOW_CHORDS, weight=1.2,
    ),
    Style(
        "tracker_slow", (84, 110), ROCK, BACK, EIGHTHS + SIXTEENTHS, ("sync", "sixteenths", "eighths"),
        ("arp", "pad", "gate"), tracker=True, chord_bars=FAST_CHORDS, weight=1.0,
    ),
    Style(
        "handheld", (118, 200), (*K4, *ROCK, NO), (*BACK, *OFF_SNARE, NO), (*EIGHTHS, NO), ("octave", "eighths"),
        ("arp", "pluck", "gate"), tracker=True, drums=(0.2, 1.0), weight=1.3,
    ),
    Style(
        "soft_synth", (76, 140), (*K4, "x-------x-------", NO), (*BACK, NO), HATS, ("hold", "eighths", "sync"),
        ("pad", "arp", "pluck", "gate"), drums=(0.0, 0.35), chord_bars=(0.5, 1, 1, 1, 1, 2, 2), weight=1.5,
    ),
    Style(
        "soft_fast", (140, 182), (*K4, "x---------x-----", NO), (*BACK, *HALF, NO), EIGHTHS,
        ("hold", "eighths", "offbeat"), ("pad", "arp", "pluck", "gate"), drums=(0.0, 0.4), chord_bars=SLOW_CHORDS,
        weight=0.8,
    ),
    Style(
        "boss_fight", (148, 196), ("x-x-x-x-x-x-x-x-", "x--x--x-x--x--x-", "x-----x-x-x-----"), BACK, K4 + EIGHTHS,
        ("eighths", "sixteenths", "follow"), ("threes", "eighths", "arp"), fills=0.9, alts=(HALF_TIME, FOUR),
        chord_bars=SLOW_CHORDS,
    ),
    Style(
        "march", (100, 132), ("x-------x-------", *K4), (*BACK, "--x---x---x---x-", "----x-------x-xx"), EIGHTHS + OFF,
        ("follow", "eighths"), ("offstab", "stab"), chord_bars=FAST_CHORDS, weight=0.8,
    ),
)  # fmt: skip

METER_STYLES = (
    Style(
        "six_eight", (76, 122), ("x-----------", "x---------x-", "x---x-------"), ("------x-----", "------x---x-"),
        ("x-x-x-x-x-x-", "x-o-o-x-o-o-"), ("hold", "follow", "eighths"), ("pad", "pluck", "eighths"), beats=3,
    ),
)  # fmt: skip
"""Bars that the reading model is not asked about, to measure by: a beat here is a quarter, two of six eighths."""
