"""Colours as the arenas mix them: sRGB triples, 0..255."""

from typing import Final

from rhythm_fu.game.art.figure_at import Colour

WHITE: Final[Colour] = (255, 255, 255)
WARM: Final[Colour] = (255, 217, 160)
CYAN: Final[Colour] = (56, 232, 255)


def from_hex(text: str) -> Colour:
    """`#ff2338` as a colour. Raises ValueError for anything else."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"{text!r} is not a colour such as #ff2338")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` 0 is `one`, 1 is `other`."""
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def dimmed(colour: Colour, level: float) -> Colour:
    """The colour at `level` of its brightness, never beyond white."""
    level = max(0.0, level)
    return min(255, round(colour[0] * level)), min(255, round(colour[1] * level)), min(255, round(colour[2] * level))


def linear(channel: int) -> float:
    """One sRGB channel as linear light, 0..1 (IEC 61966-2-1)."""
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0..1, as WCAG defines it."""
    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
