"""Styles of music as games have it, whose beat is easily heard half a beat off or at the wrong level.

Rock and metal whose eighths are nearly alike and whose guitars may be louder off the beat, orchestral ostinati with
drums, backbeats at 200 BPM, kicks that avoid the beat, threes against fours, shuffles in triplets, quiet techno.
They measure: networks that were trained on such songs as well were no better on recorded ones.
"""

from dataclasses import replace

from tools.synth.style import BACK, EIGHTHS, HALF, HATS, K4, NO, OFF, SIXTEENTHS, Style

DOUBLE = ("x-x-x-x-x-x-x-x-", "xxxxxxxxxxxxxxxx", "x-xx--x-x-xx--x-", "x--x--x-x--x--x-", "xxx-xxx-xxx-xxx-")
TRESILLO = ("x--x--x-x--x--x-", "x-----x---x-----", "x--x--x---x-----")
AVOIDING = ("x-----x-------x-", "x-----x---------", "--x---x-------x-", "x---------x---x-", "x-----x-----x-x-")
TOMS = ("x--x--x-x--x--x-", "x---x-x-x---x-x-", "x-------x-x-----", "x--x--x--x--x-x-", NO)
SLOW_CHORDS = (1, 1, 2, 2, 4)

_STYLES = (
    Style(
        "game_metal", (120, 200), DOUBLE, (*BACK, *BACK, *HALF, "--x---x---x---x-"), EIGHTHS + K4,
        ("eighths", "sixteenths", "follow"), ("eighths", "offstab", "threes", "sync"), fills=0.9,
        alts=(("x-------x-------", "----x-------x---", K4[0]), ("x-x-x-x-x-x-x-x-", "--------x-------", K4[0])),
        chord_bars=SLOW_CHORDS, weight=2,
    ),
    Style(
        "game_rock", (100, 180),
        ("x-----x-x-x-----", "x-------x-x-----", "x-x-----x-x-----", "x-----x---x---x-", *K4), BACK, EIGHTHS + K4,
        ("eighths", "offbeat", "octave"), ("offstab", "eighths", "stab", "sync"), fills=0.9,
        chord_bars=(0.5, 1, 1, 2), weight=1.6,
    ),
    Style(
        "fast_backbeat", (188, 216), ("x---------x-----", "x-------x-x-----", "x-----x---x-----"), BACK, EIGHTHS + K4,
        ("hold", "eighths", "follow"), ("pad", "stab", "threes", "pluck"), chord_bars=SLOW_CHORDS, weight=1.0,
    ),
    Style(
        "hybrid_score", (84, 168), TOMS, (NO, NO, *HALF, *BACK), (NO, *EIGHTHS, *SIXTEENTHS),
        ("hold", "eighths", "follow", "sixteenths"), ("eighths", "threes", "pad", "arp"), drums=(0.3, 1.0),
        chord_bars=SLOW_CHORDS, weight=2,
    ),
    Style(
        "avoiding", (100, 142), AVOIDING, (*HALF, *BACK, "------x---------", "--x-------x-----"), (*HATS, NO),
        ("hold", "sync", "follow"), ("pad", "stab", "offstab", "arp"), chord_bars=(1, 2, 2, 4), weight=1.6,
    ),
    Style(
        "tresillo", (86, 132), TRESILLO, (*BACK, "---x--x----x--x-", "------x-------x-"), HATS,
        ("follow", "sync", "hold"), ("threes", "sync", "pad"), weight=1.0,
    ),
    Style(
        "triplets", (76, 168), (*K4, "x-------x-------", "x-----x-x-------"), (*BACK, *HALF), EIGHTHS,
        ("eighths", "follow", "hold"), ("stab", "pad", "eighths", "arp"), swing=(0.64, 0.68), eighth_swing=True,
        weight=1.4,
    ),
    Style(
        "quiet_techno", (96, 136), (*K4, "x---------------", "x-------x-------", NO), (NO, *BACK, *HALF),
        (*SIXTEENTHS, *OFF, NO), ("rumble", "hold", "sixteenths", "sync"),
        ("arp", "gate", "pad", "threes"), drums=(0.1, 0.8), weight=1.2,
    ),
)  # fmt: skip

GAME_STYLES = tuple(replace(style, held_out=True) for style in _STYLES)
