"""Where a press or a rush takes her from film to film: what stays behind as an image, and the way she still covers."""

from typing import Final

from rhythm_fu.game.art.figure_at import LeftBehind
from rhythm_fu.game.view.line_up import ease
from rhythm_fu.game.view.pieces import OutOf, Piece
from rhythm_fu.game.view.poses import Poses
from rhythm_fu.units import seconds

SMEAR: Final = seconds(0.08)
"""For so long a leap leaves the image of what it leapt out of."""

STRENGTH: Final = 0.6
"""The hit-stop may hold it: any stronger and there are two of her."""

BODY: Final = 0.22
DISSOLVES: Final = 0.9
"""How much of a body the image has. No hit-stop holds a hurt: there the old pose may be whole, and thins away."""

GLIDE: Final = seconds(0.24)
"""For so long a press of her own brings her back from where a blow had taken her."""


def smear(poses: Poses, piece: Piece, phase: float, now: int) -> LeftBehind | None:
    """The image of what a piece leapt out of, with the frames between where both are of one film."""
    was = piece.out_of
    if was is None:
        return None
    strength = STRENGTH * (1 - (now - was.since) / SMEAR)
    if not 0 < strength <= STRENGTH:
        return None
    dx = _away(poses, piece, phase) - across(poses, piece, phase, now)
    if (was.move, was.facing) == (piece.move, piece.facing):
        last = max(1, len(was.move.frames) - 1)
        reached = min(phase, was.move.impact) if was.phase < was.move.impact else phase  # the way into the blow alone
        first, end = poses.frame(was.move.name, was.phase), poses.frame(was.move.name, reached)
        between = tuple(frame / last for frame in range(first + 1, end))
        return LeftBehind(was.move.name, was.phase, was.facing, dx, strength, between=between)
    solid = DISSOLVES if piece.move.verb == "hurt" else BODY
    return LeftBehind(was.move.name, was.phase, was.facing, dx, strength, solid)


def left(poses: Poses, last: Piece, at: int) -> OutOf:
    """What is remembered of a piece that she leaves at a moment."""
    phase = last.phase(at)
    x = poses.step_in(last.move, phase, last.facing) + across(poses, last, phase, at)
    return OutOf(last.move, phase, last.facing, at, x)


def across(poses: Poses, piece: Piece, phase: float, now: int) -> float:
    """Pixels she still is from where the film has her: she has covered them when the blow lands."""
    if piece.out_of is None or piece.end <= piece.start or piece.p0 >= piece.move.impact:
        return 0.0
    since = piece.out_of.since
    takes = (piece.glides_until or piece.end) - since
    if piece.p1 > piece.move.impact:  # a press that answers nothing has no impact to be in time for
        takes = min(takes, GLIDE)
    return _away(poses, piece, phase) * (1 - ease((now - since) / takes))


def _away(poses: Poses, piece: Piece, phase: float) -> float:
    """From where the film has her now to where she was taken out of another."""
    if piece.out_of is None:
        return 0.0
    return piece.out_of.x_px - poses.step_in(piece.move, phase, piece.facing)
