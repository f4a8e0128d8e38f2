"""A figure's place on stage, as the cast says it and the stage draws it."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """The image a figure leaves where it leapt from one frame to another that is not the next.

    `dx_px` is how far from the figure it stands, `strength` 0..1 how much of it is still there, `solid` how much of a
    body it has beside its rims. `between` are phases of the same move on the way to the figure, oldest first.
    """

    move: str
    phase: float
    facing: int
    dx_px: float
    strength: float
    solid: float = 0.22
    between: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureAt:
    """One figure in one moment. `kind` is dancer or an attacker's kind; `phase` 0..1 runs through `move`.

    `x_px`, `y_px` are where its feet stand; `facing` +1 looks right. `alpha` 0..1; an outline is a later attacker.
    `blur` 0..1 is how fast its limbs move, for trails. `order` sorts back to front. `in_mirror` is "left" or "right"
    for an attacker who is seen only in that side's glass (x and facing are those of the reflection), else empty.
    `holds` is what the front hand carries beside what the film shows: "pistol" or nothing.
    `lit` 0..1 is how much he is to be seen among others: rims dim and the body thins with it.
    """

    kind: str
    move: str
    phase: float
    x_px: float
    y_px: float
    facing: int = 1
    alpha: float = 1.0
    is_outline: bool = False
    blur: float = 0.0
    order: int = 0
    in_mirror: str = ""
    lit: float = 1.0
    left_behind: LeftBehind | None = None
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Light:
    """The arena's two rim lights and the silhouette's ink. `beat` 0..1 is how bright the rims are just now."""

    ink: Colour
    left: Colour
    right: Colour
    beat: float = 1.0
    saturation: float = 1.0
