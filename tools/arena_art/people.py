"""A crowd's people: heads, shoulders, arms; some with their arms up. Seeded, so a bake is the same twice."""

import random
from pathlib import Path

import numpy as np
from arena_art.paint import Canvas, Colour, Sdf, both, box, capsule, circle, oval, union

CELL = (64, 160)


def _person(rng: random.Random, middle: float, foot: float, tall: float, arms_up: bool) -> Sdf:
    head = rng.uniform(9.0, 11.0)
    top = foot + tall
    neck = top - 2 * head
    lean = rng.uniform(-3, 3)
    shoulder = rng.uniform(17, 20.5)
    parts = [
        oval(middle + lean, top - head, head * 0.86, head),
        capsule(middle + lean * 0.7, top - head, middle, neck - 8, 4.6, 6.5),
        capsule(middle - shoulder + 7, neck - 11, middle + shoulder - 7, neck - 11, 8),
        capsule(middle, neck - 14, middle, foot - 10, shoulder - 1, shoulder + 2),
    ]
    if rng.random() < 0.4:
        parts.append(circle(middle + lean + rng.choice((-1, 1)) * head * 0.9, top - head * 0.6, head * 0.55))
    for side in (-1, 1):
        joint = (middle + side * (shoulder - 2), neck - 10)
        if arms_up and rng.random() < 0.75:
            elbow = (joint[0] + side * rng.uniform(2, 8), neck + rng.uniform(6, 14))
            hand = (elbow[0] + side * rng.uniform(-9, 5), elbow[1] + rng.uniform(18, 30))
        else:
            elbow = (joint[0] + side * rng.uniform(2, 5), neck - 38)
            hand = (elbow[0] - side * 3, elbow[1] - 26)
        parts += [capsule(*joint, *elbow, 5.2, 4.2), capsule(*elbow, *hand, 4.2, 3.4)]
    cell = box(middle, foot + CELL[1] / 2, CELL[0] / 2 - 0.5, CELL[1] / 2)
    return both(union(*parts), cell)


def crowd_sheet(path: Path, cells: int, seed: int, ink: Colour, rim: Colour, *, tall: float = 108) -> None:
    """`cells` people across, arms down in the upper row and arms up in the lower; a cell is 64 x 160."""
    sheet = Canvas(CELL[0] * cells, CELL[1] * 2, wraps=False)
    for row, arms_up in enumerate((False, True)):
        foot = CELL[1] * (1 - row)
        for cell in range(cells):
            rng = random.Random(seed * 97 + cell)
            body = _person(rng, (cell + 0.5) * CELL[0], foot, tall + rng.uniform(-14, 10), arms_up)
            away = sheet.distance(body)
            sheet.cover(np.clip(0.5 - away, 0, 1), ink)
            high = np.clip((sheet.y - foot - 45) / 55, 0, 1)
            sheet.cover(np.clip(1 - np.abs(away + 1.2) / 1.5, 0, 1) * high, rim, 0.7)
    sheet.save(path)
