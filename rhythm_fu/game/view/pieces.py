"""Stretches of moves laid end to end on the song's time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rhythm_fu.game.art.atlas import MoveInfo


@dataclass(frozen=True, slots=True)
class OutOf:
    """What a press or a rush took her out of: move, phase and facing, since when, and how far from the centre."""

    move: MoveInfo
    phase: float
    facing: int
    since: int
    x_px: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one move: from phase `p0` at `start` to phase `p1` at `end`, microseconds of the song."""

    move: MoveInfo
    facing: int
    start: int
    end: int
    p0: float = 0.0
    p1: float = 1.0
    out_of: OutOf | None = None
    glides_until: int = 0
    """When she has covered the way from where she was taken out of; 0 is its end."""

    def phase(self, now: int) -> float:
        """Where in the move she is."""
        if self.end <= self.start:
            return self.p1
        share = min(1.0, max(0.0, (now - self.start) / (self.end - self.start)))
        return self.p0 + (self.p1 - self.p0) * share


@dataclass(frozen=True, slots=True)
class Part:
    """A piece that has no time yet."""

    move: MoveInfo
    facing: int
    p0: float
    p1: float

    @property
    def length_s(self) -> float:
        """Seconds as filmed."""
        return self.move.length_s * abs(self.p1 - self.p0)


def whole(way: Iterable[tuple[MoveInfo, int]]) -> list[Part]:
    """Links and turns in full."""
    return [Part(move, facing, 0.0, 1.0) for move, facing in way]


def laid_out(parts: list[Part], start: int, end: int) -> list[Piece]:
    """Parts end to end, all hurried or slowed alike so that they fill the time."""
    total = sum(p.length_s for p in parts)
    if not parts or total <= 0:
        return []
    pieces, done = [], 0.0
    for part in parts:
        a = start + round((end - start) * done / total)
        done += part.length_s
        b = start + round((end - start) * done / total)
        pieces.append(Piece(part.move, part.facing, a, b, part.p0, part.p1))
    return pieces


def cut_at(laid: list[Piece], at: int) -> list[Piece]:
    """What was laid out, up to where a press came between."""
    kept = [p for p in laid if p.start < at] or laid[:1]
    last = kept[-1]
    if last.end > at:
        kept[-1] = replace(last, end=at, p1=last.phase(at), glides_until=last.glides_until or last.end)
    return kept


def entered(laid: list[Piece], out_of: OutOf | None) -> list[Piece]:
    """What was laid out, remembering what its first piece was entered out of."""
    return [replace(laid[0], out_of=out_of), *laid[1:]] if laid and out_of is not None else laid
