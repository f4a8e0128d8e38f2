"""Flesh and cloth on a skeleton: the dancer and each kind of attacker, as tapered limbs and thin sheets."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tools.bake_art.cloth import Cloth
from tools.bake_art.pose import UP, Bones, Skeleton
from tools.bake_art.raster import RIM_PX, Canvas

Vec = np.ndarray

DANCER = Bones(
    thigh=64, shin=60, foot=23, ankle=8, hip=7.5, waist=24, chest=40, neck=16,
    shoulder=16.5, upper=37, fore=33, hand=9, head=24,
)  # fmt: skip
MAN = Bones(
    thigh=56, shin=54, foot=21, ankle=9, hip=9.5, waist=25, chest=46, neck=13,
    shoulder=25, upper=38, fore=34, hand=9, head=26,
)  # fmt: skip
HEAVY = Bones(
    thigh=54, shin=54, foot=25, ankle=10, hip=13, waist=26, chest=54, neck=5,
    shoulder=38, upper=41, fore=36, hand=12, head=25,
)  # fmt: skip
LEAN = Bones(
    thigh=58, shin=57, foot=21, ankle=8, hip=8, waist=24, chest=42, neck=14,
    shoulder=21, upper=38, fore=36, hand=9, head=24,
)  # fmt: skip


def _hand(c: Canvas, s: Skeleton, side: str, wrist: float, palm: float) -> None:
    p = s.points
    fore = p["hand" + side] - p["wrist" + side]
    fore = fore / np.linalg.norm(fore)
    tip = p["hand" + side] + fore * 5.0
    c.limb((p["wrist" + side], wrist), (p["hand" + side], palm), (tip, 1.1))
    if s.spread > 0.05:  # a finger hint: index long, little finger lifted
        across = np.cross(fore, s.chest[0])
        across /= max(np.linalg.norm(across), 1e-6)
        c.limb((p["hand" + side], 1.5), (p["hand" + side] + fore * 4.5 + across * 2.6 * s.spread, 0.8))
        c.limb((p["hand" + side], 1.4), (p["hand" + side] + fore * 3.5 - across * 3.2 * s.spread, 0.8))


def _pistol(c: Canvas, s: Skeleton, scale: float = 1.0) -> dict[str, Vec]:
    """The gun in whichever hand has it; between hands it travels from one to the other."""
    p = s.points
    way = {k: p["hand" + k] - p["wrist" + k] for k in "LR"}
    way = {k: w / np.linalg.norm(w) for k, w in way.items()}
    at = p["handR"] * (1 - s.gun) + p["handL"] * s.gun
    along = way["R"] * (1 - s.gun) + way["L"] * s.gun
    along /= max(np.linalg.norm(along), 1e-6)
    flat = along - UP * (along @ UP)
    down = -UP + along * (along @ UP)
    if np.linalg.norm(down) < 0.25:
        down = np.cross(along, np.array([0.0, 0.0, 1.0])) if np.linalg.norm(flat) < 0.2 else -UP
    down = down / np.linalg.norm(down)
    slide = at - down * 3.2 * scale + along * 1.0
    muzzle = slide + along * 19 * scale
    c.metal.append((slide - along * 3 * scale, 2.1 * scale, muzzle, 1.9 * scale))
    c.metal.append(
        (slide + along * 2 * scale + down * 1.5, 1.9 * scale, slide + along * 13 * scale + down * 1.6, 1.4 * scale)
    )
    c.metal.append((at + along * 2, 1.8 * scale, at + down * 6.5 * scale - along * 0.5, 2.0 * scale))
    return {"muzzle": muzzle}


def _trunk(c: Canvas, s: Skeleton, bust: float) -> None:
    p, front, left, up = s.points, s.chest[0], s.chest[1], s.chest[2]
    pf, pl, pu = s.pelvis
    root, waist, chest, collar = p["root"], p["waist"], p["chest"], p["collar"]
    for sign in (1, -1):
        c.limb(
            (root + pl * 5.0 * sign - pu * 1, 11.0),
            (waist + (pl + left) / 2 * 3.4 * sign, 8.2),
            (chest + left * 6.5 * sign, 10.2),
            (collar + left * 8.5 * sign - up * 9, 7.6),
        )
        c.ball(root + pl * 5.5 * sign - pf * 4.5 - pu * 5, 10.0)
        if bust:
            c.limb(
                (chest + left * 6 * sign + front * 5 + up * 2, 6.6), (collar + left * 7 * sign - up * 8 + front * 2, 5)
            )
    c.limb((p["shoulderL"], 5.2), (collar - up * 1.5, 5.6), (p["shoulderR"], 5.2))
    c.limb((p["shoulderL"] - up * 1, 5.0), (collar + left * 6 - up * 12, 7), (waist, 8))
    c.limb((p["shoulderR"] - up * 1, 5.0), (collar - left * 6 - up * 12, 7), (waist, 8))


def _neck_and_head(c: Canvas, s: Skeleton, neck: float, size: float) -> None:
    p, (front, _, up) = s.points, s.skull
    c.limb(
        (p["collar"] - s.chest[2] * 3, neck * 2.0),
        (p["collar"] + (p["neck"] - p["collar"]) * 0.45, neck),
        (p["neck"] + up * 4, neck * 0.96),
    )
    head = p["head"]
    c.limb((head + up * 2.2 - front * 2.0, 9.6 * size), (head + up * 2.6 + front * 1.2, 9.2 * size))
    c.limb((head + front * 2.5, 8.0 * size), (head - up * 8.2 * size + front * 5.6 * size, 3.6 * size))
    c.ball(head - up * 1.6 + front * 9.2 * size, 2.0 * size)  # the nose, a hint in profile


def _leg(
    c: Canvas,
    s: Skeleton,
    k: str,
    hip: float,
    *,
    knee: float,
    calf: float,
    ankle: float,
    shoe: tuple[float, float] = (3.6, 2.3),
) -> None:
    p = s.points
    thigh, shin = p["knee" + k] - p["hip" + k], p["ankle" + k] - p["knee" + k]
    c.limb(
        (p["hip" + k], hip),
        (p["hip" + k] + thigh * 0.42, hip * 0.82),
        (p["hip" + k] + thigh * 0.8, knee * 1.08),
        (p["knee" + k], knee),
    )
    toe = p["toe" + k] - p["ankle" + k]
    behind = -toe + shin * (toe @ shin) / max(shin @ shin, 1e-6)
    n = np.linalg.norm(behind)
    behind = behind / n if n > 4 else np.zeros(3)
    c.limb(
        (p["knee" + k], knee * 0.96),
        (p["knee" + k] + shin * 0.3 + behind * 2.2, calf),
        (p["knee" + k] + shin * 0.68 + behind * 0.8, calf * 0.66),
        (p["ankle" + k], ankle),
    )
    heel = p["ankle" + k] + shin / np.linalg.norm(shin) * 2.2 - toe * 0.12
    c.limb((heel, shoe[0] * 0.92), (p["ankle" + k] + toe * 0.5, shoe[0]), (p["toe" + k], shoe[1]))


def _arm(c: Canvas, s: Skeleton, k: str, top: float, *, elbow: float, wrist: float) -> None:
    p = s.points
    upper, fore = p["elbow" + k] - p["shoulder" + k], p["wrist" + k] - p["elbow" + k]
    c.limb(
        (p["shoulder" + k], top),
        (p["shoulder" + k] + upper * 0.4, top * 0.92),
        (p["elbow" + k], elbow),
        (p["elbow" + k] + fore * 0.28, elbow * 1.08),
        (p["wrist" + k], wrist),
    )


def _tutu(c: Canvas, s: Skeleton, cloth: Cloth) -> None:
    """Seven ruffled rings round the hips. A turn lifts and widens them; the plane of the skirt lags behind the hips."""
    root = s.points["root"] + s.pelvis[2] * 7
    up = cloth.skirt_up / np.linalg.norm(cloth.skirt_up)
    front = s.pelvis[0] - up * (s.pelvis[0] @ up)
    front /= np.linalg.norm(front)
    left = np.cross(up, front)
    flare = float(np.clip(abs(cloth.spin) / 560, 0, 1))
    droop = np.radians(15 - 25 * flare)
    theta = np.linspace(0, 2 * np.pi, 73)
    twist = np.radians(cloth.twist)
    for k in range(7):
        f = k / 6
        radius = (44 + 36 * f) * (1 + 0.2 * flare)
        ruffle = (2.2 + 2.4 * flare) * f * np.sin(theta * 9 + twist * (1.5 + f) + k * 0.9) + 1.6 * np.sin(
            theta * 4 - twist + k
        )
        r = radius * (1 + 0.03 * np.sin(theta * 7 + k * 1.7 + twist * 2))
        height = 3.5 - r * np.tan(droop * (0.35 + 0.65 * f)) - (6 - k) * 1.5 + ruffle
        lag = np.radians(np.clip(-cloth.spin * 0.03, -40, 40)) * f
        spoke = np.cos(theta + lag)[:, None] * front + np.sin(theta + lag)[:, None] * left
        ring = root + spoke * r[:, None] + up * height[:, None]
        ring = ring - cloth.drag * (0.25 + 0.75 * f) * (r / 60)[:, None]
        ring[:, 1] = np.maximum(ring[:, 1], 2.0)
        z = ring[:, 2] - root[2]
        hoop = root + spoke * 9 + up * 4
        for near, keep in ((-14.0, z < 0), (30.0, z >= 0)):
            runs = np.flatnonzero(np.diff(keep.astype(int)))
            if not keep.any():
                continue
            if len(runs) == 0:
                outline = ring
            else:
                first = runs[0] + 1
                order = np.roll(np.arange(72), -first)
                chosen = order[keep[order]]
                outline = np.concatenate([ring[chosen], hoop[chosen][::-1]])
            depth = root[2] + near
            c.sheets.append((outline, 0.15 + 0.07 * f, (0.5 + 0.5 * f) if k % 2 == 0 or k == 5 else 0.36, depth))


def _ribbons(c: Canvas, s: Skeleton, cloth: Cloth, bun: Vec) -> None:
    """Two ends of the ribbon round her bun: they hang, stay behind where she goes, and stand off in a turn."""
    front, left, _ = s.skull
    whip = left * float(np.clip(-cloth.spin * 0.036, -24, 24))
    fling = float(np.clip(abs(cloth.spin) / 560, 0, 1))
    for sign, long in ((1, 1.0), (-1, 0.8)):
        fall = (-UP * (15 - 9 * fling) - front * (5 + 9 * fling) + left * 2.5 * sign) * long
        knots = [bun]
        for k in range(1, 4):
            bend = -front * (7 - 1.6 * (k - 2) ** 2) * long
            knots.append(bun + fall * k * 0.6 + bend - cloth.drag * 0.28 * k * long + whip * 0.15 * k * k * long)
        for q, r, w0, w1 in zip(knots, knots[1:], (1.9, 1.6, 1.3), (1.6, 1.3, 0.6), strict=False):
            c.cones.append((q, w0, r, w1))


def dancer(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A small head with a bun, a long neck, long turned-out legs in pointe shoes, a tutu, a pistol."""
    p = s.points
    _trunk(c, s, bust=1)
    _neck_and_head(c, s, 4.1, 1.0)
    head, (front, _, up) = p["head"], s.skull
    bun = head - front * 12.0 + up * 11.5
    c.ball(bun, 7.0)
    c.limb((head - front * 5 + up * 4, 8.2), (bun, 4.0))
    _ribbons(c, s, cloth, bun)
    for k in "LR":
        _leg(c, s, k, 12.2, knee=6.9, calf=7.6, ankle=3.9)
        _arm(c, s, k, 5.5, elbow=4.5, wrist=3.2)
        _hand(c, s, k, 3.0, 2.9)
    _tutu(c, s, cloth)
    if s.plate > 0.3:
        way = p["handL"] - p["wristL"]
        way /= np.linalg.norm(way)
        flat = np.cross(way, np.array([0.0, 0.35, 1.0]))
        flat /= np.linalg.norm(flat)
        middle = p["handL"] + way * 13
        turn = np.linspace(0, 2 * np.pi, 33)[:-1]
        for size, fill in ((18.0, 0.9), (11.0, 0.4)):
            disc = middle + np.cos(turn)[:, None] * way * size + np.sin(turn)[:, None] * flat * size * 0.62
            c.sheets.append((disc, fill, 1.0, middle[2] + 12))
    points = _pistol(c, s)
    return {**points, "bun": bun}


def _coat(c: Canvas, s: Skeleton, cloth: Cloth, *, length: float, flare: float, r: float) -> None:
    """Coat skirts: a fan of panels from the belt, swinging late."""
    pf, pl, pu = s.pelvis
    root = s.points["root"] + pu * 8
    for a in np.linspace(0.8, 2 * np.pi - 0.8, 16):  # open in front
        spoke = np.cos(a) * pf * 0.8 + np.sin(a) * pl
        tail = 0.75 + 0.25 * (1 - np.cos(a)) / 2  # longer behind
        hang = UP * 0.55 + pu * 0.6
        hang /= np.linalg.norm(hang)
        hem = root + spoke * (10 + flare) - hang * length * tail - cloth.drag * (0.7 + 0.5 * tail)
        mid = root + spoke * (9 + flare * 0.45) - hang * length * 0.5 * tail - cloth.drag * 0.3
        hem[1], mid[1] = max(hem[1], r * 0.8), max(mid[1], r)
        c.limb((root + spoke * 6.5, r), (mid, r * 0.95), (hem, r * 0.72))


def _man_trunk(c: Canvas, s: Skeleton, bulk: float) -> None:
    p, _, left, up = s.points, s.chest[0], s.chest[1], s.chest[2]
    pl, pu = s.pelvis[1], s.pelvis[2]
    w = np.linalg.norm(p["shoulderL"] - p["shoulderR"]) / 2
    for sign in (1, -1):
        c.limb(
            (p["root"] + pl * 5.5 * sign - pu * 2, 11 * bulk),
            (p["waist"] + left * 5 * sign, 10.5 * bulk),
            (p["chest"] + left * w * 0.42 * sign, 12.5 * bulk),
            (p["collar"] + left * w * 0.62 * sign - up * 9, 9.5 * bulk),
        )
        c.limb(
            (p["waist"] + left * 3 * sign, 9 * bulk), (p["shoulder" + ("L" if sign > 0 else "R")] - up * 4, 7.4 * bulk)
        )
    c.limb((p["shoulderL"], 6.6 * bulk), (p["collar"] + up * 1, 6.0 * bulk), (p["shoulderR"], 6.6 * bulk))


def _man_limbs(c: Canvas, s: Skeleton, bulk: float) -> None:
    for k in "LR":
        _leg(c, s, k, 12.0 * bulk, knee=7.6 * bulk, calf=7.8 * bulk, ankle=4.6 * bulk, shoe=(5.0 * bulk, 3.6 * bulk))
        _arm(c, s, k, 7.2 * bulk, elbow=5.4 * bulk, wrist=3.8 * bulk)
        p = s.points
        c.limb((p["wrist" + k], 3.8 * bulk), (p["hand" + k], 4.6 * bulk))


def brawler(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A bell of a greatcoat to the calves, shoulders wider than the door, no neck, fists like hammers."""
    p, (front, left, up) = s.points, s.chest
    _man_trunk(c, s, 1.5)
    _neck_and_head(c, s, 8.5, 1.02)
    _man_limbs(c, s, 1.25)
    for k in "LR":
        c.ball(p["hand" + k], 9.6)
        upper, fore = p["elbow" + k] - p["shoulder" + k], p["wrist" + k] - p["elbow" + k]
        c.limb(  # wide sleeves, wider at the cuff
            (p["shoulder" + k], 12.5), (p["shoulder" + k] + upper * 0.6, 10.5), (p["elbow" + k], 9.8),
            (p["elbow" + k] + fore * 0.8, 9.4),
        )  # fmt: skip
        c.limb((p["shoulder" + k] + up * 3, 12.5), (p["chest"] + (p["shoulder" + k] - p["chest"]) * 0.5, 14))
    for sign in (1, -1):  # the collar stands up to his ears
        c.limb(
            (p["collar"] + left * 18 * sign + up * 1, 8.5), (p["collar"] + left * 12 * sign + up * 15 - front * 4, 4.8)
        )
    _coat(c, s, cloth, length=112, flare=27, r=10.5)
    return {}


def shield(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A crested helmet behind a tower of a shield that hides half of him; a mace in the other hand."""
    p, (front, _, _) = s.points, s.chest
    _man_trunk(c, s, 1.16)
    _neck_and_head(c, s, 6.2, 1.05)
    head, (hf, _, hu) = p["head"], s.skull
    c.limb((head + hu * 5 - hf * 3, 12.4), (head + hu * 5 + hf * 2.5, 11.8))
    c.limb((head + hu * 2 + hf * 4, 9.8), (head - hu * 5 + hf * 6, 7.0))
    crest = []
    for k in range(9):  # the crest: one brush from brow to nape, its end streaming late
        a = np.radians(48 + 17 * k)
        out = hf * np.cos(a) + hu * np.sin(a)
        crest.append((head + hu * 5 + out * (14.5 + 0.5 * k) - hf * 0.17 * k * k - cloth.drag * 0.014 * k * k, 5.4))
    c.limb(*crest)
    _man_limbs(c, s, 1.1)
    fore = p["handL"] - p["wristL"]
    fore /= np.linalg.norm(fore)
    centre = p["handL"] + front * 5 - UP * 8
    flat = fore - UP * (fore @ UP)
    n = np.linalg.norm(flat)
    face = flat / n if n > 0.3 else s.chest[0]
    face = face * 0.62 + np.array([0.0, 0.0, 0.78])  # held half toward the viewer, so that it is never a line
    face /= np.linalg.norm(face)
    axis = UP + face * 0.08
    axis /= np.linalg.norm(axis)
    across = np.cross(axis, face)
    tall, wide = 74.0, 35.0
    a = np.linspace(0, 2 * np.pi, 33)[:-1]
    rim = [
        centre
        + axis * tall * np.sign(np.sin(t)) * abs(np.sin(t)) ** 0.4
        + across * wide * np.sign(np.cos(t)) * abs(np.cos(t)) ** 0.4
        for t in a
    ]
    for q in rim:
        q[1] = max(q[1], 4.0)
    for q, r in zip(rim, [*rim[1:], rim[0]], strict=True):
        c.metal.append((q, 2.6, r, 2.6))
    for f in np.linspace(-0.96, 0.96, 31):
        w = wide * (1 - abs(f) ** 5) ** 0.5
        row = centre + axis * tall * f
        row[1] = max(row[1], 5.0)
        c.cones.append((row - across * w, 4.2, row + face * 4, 4.8))
        c.cones.append((row + across * w, 4.2, row + face * 4, 4.8))
    boss = centre + face * 9
    for way, long in ((axis, tall * 0.7), (across, wide * 0.66)):  # a cross tells it from a door
        ends = [boss - way * long, boss + way * long]
        for q in ends:
            q[1] = max(q[1], 6.0)
        c.metal.append((ends[0], 2.0, ends[1], 2.0))
    way = p["handR"] - p["wristR"]
    way /= np.linalg.norm(way)
    c.metal.append((p["handR"] - way * 5, 2.4, p["handR"] + way * 34, 2.2))
    c.metal.append((p["handR"] + way * 37, 7.5, p["handR"] + way * 39, 7.5))
    return {}


def runner(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """Lean, a pointed hood, a long forked scarf, a great curved blade in each hand."""
    p, (front, left, up) = s.points, s.chest
    _man_trunk(c, s, 0.84)
    _neck_and_head(c, s, 5.0, 0.96)
    _man_limbs(c, s, 0.82)
    head, (hf, _, hu) = p["head"], s.skull
    c.limb((head + hu * 4 - hf * 1, 12), (head - hf * 9 + hu * 7, 7.5), (head - hf * 23 + hu * 13, 1.6))
    c.limb((head - hf * 6 + hu * 2, 9), (p["collar"] - front * 5 + up * 2, 7))
    for k in "LR":
        way = p["hand" + k] - p["wrist" + k]
        way /= np.linalg.norm(way)
        hook = np.cross(way, np.array([0, 0, 1.0])) * (1 if way[0] > 0 else -1)
        base = p["hand" + k]
        arc = [base - way * 9, base + way * 12, base + way * 30 + hook * 3.0, base + way * 47 + hook * 11,
               base + way * 59 + hook * 24]  # fmt: skip
        for q, r, w0, w1 in zip(arc, arc[1:], (2.0, 2.8, 3.6, 2.9), (2.8, 3.6, 2.9, 0.5), strict=False):
            c.metal.append((q, w0, r, w1))
    nape = p["collar"] + up * 4 - front * 4
    for sign, long in ((1, 1.0), (-1, 0.78)):
        trail = (-front * 19 - UP * (12 + 4 * sign) + left * 3 * sign - cloth.drag * 1.1) * long
        wave = np.array([0, 1.0, 0.3]) * 5 * sign
        knots = [nape, nape + trail * 0.8 + wave, nape + trail * 1.8 - wave * 0.3, nape + trail * 2.8 + wave - UP * 4]
        for q in knots:
            q[1] = max(q[1], 3.0)
        for q, r, w0, w1 in zip(knots, knots[1:], (5.2, 4.6, 4.2), (4.6, 4.2, 1.6), strict=False):
            c.cones.append((q, w0, r, w1))
    return {}


def marksman(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A tall narrow man in a broad hat and a cape, with a rifle as long as his leg held in both hands."""
    p, (front, left, up) = s.points, s.chest
    _man_trunk(c, s, 0.94)
    _neck_and_head(c, s, 5.2, 0.98)
    _man_limbs(c, s, 0.92)
    head, (hf, hl, hu) = p["head"], s.skull
    for a in np.linspace(0, 2 * np.pi, 17)[:-1]:
        c.limb((head + hu * 8, 3.4), (head + hu * 6 + (np.cos(a) * hf * 1.1 + np.sin(a) * hl) * 27, 1.8))
    c.limb((head + hu * 9, 10.2), (head + hu * 22, 7.0))
    _coat(c, s, cloth, length=76, flare=7, r=6.5)
    for a in np.linspace(0.9, 2 * np.pi - 0.9, 13):  # a short cape from the shoulders
        spoke = np.cos(a) * front * 0.9 + np.sin(a) * left * 1.5
        hem = p["collar"] + spoke * 25 - up * 34 - cloth.drag * 0.55
        c.limb((p["collar"] + spoke * 10 - up * 2, 6.5), (hem, 4.6))
    along = p["handL"] - p["handR"]
    n = np.linalg.norm(along)
    along = along / n if n > 6 else s.chest[0]
    stock, muzzle = p["handR"] - along * 22, p["handR"] + along * 104
    c.metal.append((stock - UP * 4, 5.4, p["handR"] - along * 4, 3.2))
    c.metal.append((p["handR"] - along * 4, 3.2, p["handR"] + along * 60, 2.4))
    c.metal.append((p["handR"] + along * 60, 2.0, muzzle, 2.0))
    c.metal.append((p["handR"] + along * 2 + UP * 7.0, 2.6, p["handR"] + along * 30 + UP * 7.0, 2.6))
    c.metal.append((p["handR"] + along * 8, 2.4, p["handR"] + along * 5 - UP * 9, 1.9))
    return {"muzzle": muzzle}


def slider(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A low, bare-armed runner in wide trousers, a long tail of hair, who slides with a hooked staff."""
    p = s.points
    _man_trunk(c, s, 0.88)
    _neck_and_head(c, s, 5.2, 0.98)
    _man_limbs(c, s, 0.9)
    for k in "LR":  # trousers that widen to the shin and are tied there
        shin = p["ankle" + k] - p["knee" + k]
        c.limb(
            (p["hip" + k], 12.5), (p["knee" + k], 11.5), (p["knee" + k] + shin * 0.5, 13.5),
            (p["knee" + k] + shin * 0.86, 6.0),
        )  # fmt: skip
    head, (hf, _, hu) = p["head"], s.skull
    knot = head - hf * 8 + hu * 10  # a topknot, and a tail of hair as long as his arm that follows late
    c.limb((head - hf * 3 + hu * 5, 7.5), (knot, 5.0))
    fall = -hf * 15 - UP * 6
    hair = [knot + fall * 0.9 * k - UP * 1.6 * k * k - cloth.drag * 0.24 * k for k in range(5)]
    for q in hair:
        q[1] = max(q[1], 3.0)
    c.limb(*zip(hair, (4.6, 5.0, 4.4, 3.2, 1.0), strict=True))
    way = p["handR"] - p["wristR"]
    way /= np.linalg.norm(way)
    c.metal.append((p["handR"] - way * 48, 2.4, p["handR"] + way * 70, 2.2))
    tip = p["handR"] + way * 70
    hook = np.cross(way, np.array([0, 0, 1.0]))
    bend = [tip, tip + way * 10 + hook * 5, tip + way * 10 + hook * 17, tip - way * 2 + hook * 22]
    for q, r, w0, w1 in zip(bend, bend[1:], (2.4, 2.2, 1.8), (2.2, 1.8, 0.7), strict=False):
        c.metal.append((q, w0, r, w1))
    return {}


@dataclass(frozen=True)
class Figure:
    """A kind: its bones and what is put on them. The one people came for has broader rims."""

    bones: Bones
    dress: Callable[[Canvas, Skeleton, Cloth], dict[str, Vec]]
    rim_px: float = RIM_PX


FIGURES = {
    "dancer": Figure(DANCER, dancer, rim_px=4.0),
    "brawler": Figure(HEAVY, brawler),
    "shield": Figure(MAN, shield),
    "runner": Figure(LEAN, runner),
    "marksman": Figure(MAN, marksman),
    "slider": Figure(LEAN, slider),
}
