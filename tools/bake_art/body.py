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
    thigh=54, shin=54, foot=23, ankle=10, hip=12, waist=26, chest=52, neck=10,
    shoulder=33, upper=40, fore=36, hand=11, head=27,
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
    flare = float(np.clip(abs(cloth.spin) / 620, 0, 1))
    droop = np.radians(15 - 19 * flare)
    theta = np.linspace(0, 2 * np.pi, 73)
    twist = np.radians(cloth.twist)
    for k in range(7):
        f = k / 6
        radius = (44 + 36 * f) * (1 + 0.12 * flare)
        ruffle = (2.2 + 2.4 * flare) * f * np.sin(theta * 9 + twist * (1.5 + f) + k * 0.9) + 1.6 * np.sin(
            theta * 4 - twist + k
        )
        r = radius * (1 + 0.03 * np.sin(theta * 7 + k * 1.7 + twist * 2))
        height = 3.5 - r * np.tan(droop * (0.35 + 0.65 * f)) - (6 - k) * 1.5 + ruffle
        lag = np.radians(-cloth.spin * 0.012) * f
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
            c.sheets.append((outline, 0.13 + 0.06 * f, (0.4 + 0.45 * f) if k % 2 == 0 or k == 5 else 0.3, depth))


def dancer(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A small head with a bun, a long neck, long turned-out legs in pointe shoes, a tutu, a pistol."""
    p = s.points
    _trunk(c, s, bust=1)
    _neck_and_head(c, s, 4.1, 1.0)
    head, (front, _, up) = p["head"], s.skull
    bun = head - front * 9.0 + up * 9.0
    c.ball(bun, 6.2)
    c.limb((head - front * 5 + up * 4, 8.2), (bun, 4.5))
    for k in "LR":
        _leg(c, s, k, 11.6, knee=6.3, calf=7.0, ankle=3.5)
        _arm(c, s, k, 4.9, elbow=3.7, wrist=2.6)
        _hand(c, s, k, 2.4, 2.6)
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
    for a in np.linspace(0.8, 2 * np.pi - 0.8, 12):  # open in front
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
    """A wide back in a heavy coat, collar up, fists like hammers."""
    p, (front, left, up) = s.points, s.chest
    _man_trunk(c, s, 1.34)
    _neck_and_head(c, s, 7.5, 1.12)
    _man_limbs(c, s, 1.22)
    for k in "LR":
        c.ball(p["hand" + k], 7.4)
    for k in "LR":
        c.limb((p["shoulder" + k] + up * 1, 10.5), (p["chest"] + (p["shoulder" + k] - p["chest"]) * 0.5, 12))
    for sign in (1, -1):  # the collar
        c.limb((p["collar"] + left * 15 * sign + up * 1, 7), (p["collar"] + left * 9 * sign + up * 10 - front * 3, 4.2))
    _coat(c, s, cloth, length=80, flare=15, r=9.0)
    return {}


def shield(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A helmet and a tall shield, edge bright; a baton in the other hand."""
    del cloth
    p, (front, _, _) = s.points, s.chest
    _man_trunk(c, s, 1.12)
    _neck_and_head(c, s, 6.2, 1.05)
    head, (hf, _, hu) = p["head"], s.skull
    c.limb((head + hu * 5 - hf * 3, 11.8), (head + hu * 5 + hf * 2.5, 11.2))
    c.limb((head + hu * 2 + hf * 4, 9.5), (head - hu * 5 + hf * 6, 6.5))
    _man_limbs(c, s, 1.08)
    fore = p["handL"] - p["wristL"]
    fore /= np.linalg.norm(fore)
    centre = p["handL"] + front * 3
    flat = fore - UP * (fore @ UP)
    n = np.linalg.norm(flat)
    face = flat / n if n > 0.3 else s.chest[0]
    tilt = p["elbowL"] - p["shoulderL"]
    axis = UP + face * 0.10 - (tilt @ face) * 0.0006 * face
    axis /= np.linalg.norm(axis)
    across = np.cross(axis, face)
    a = np.linspace(0, 2 * np.pi, 25)[:-1]
    rim = [
        centre
        + axis * 62 * np.sign(np.sin(t)) * abs(np.sin(t)) ** 0.6
        + across * 27 * np.sign(np.cos(t)) * abs(np.cos(t)) ** 0.6
        - face * 6 * np.cos(t) ** 2
        for t in a
    ]
    for q, r in zip(rim, [*rim[1:], rim[0]], strict=True):
        c.metal.append((q, 2.2, r, 2.2))
    for f in np.linspace(-0.92, 0.92, 27):
        w = 27 * (1 - abs(f) ** 3) ** 0.5
        c.cones.append((centre + axis * 62 * f - across * w - face * 5, 4.2, centre + axis * 62 * f + face * 1, 4.6))
        c.cones.append((centre + axis * 62 * f + across * w - face * 5, 4.2, centre + axis * 62 * f + face * 1, 4.6))
    way = p["handR"] - p["wristR"]
    way /= np.linalg.norm(way)
    c.metal.append((p["handR"] - way * 3, 2.4, p["handR"] + way * 40, 1.9))
    return {}


def runner(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """Lean, hooded, a long scarf, a curved blade in each hand."""
    p, (front, _, up) = s.points, s.chest
    _man_trunk(c, s, 0.86)
    _neck_and_head(c, s, 5.0, 0.96)
    _man_limbs(c, s, 0.84)
    head, (hf, _, hu) = p["head"], s.skull
    c.limb((head + hu * 4 - hf * 1, 11), (head - hf * 7 + hu * 3, 7.5), (p["collar"] - front * 5 + up * 2, 5))
    for k in "LR":
        way = p["hand" + k] - p["wrist" + k]
        way /= np.linalg.norm(way)
        hook = np.cross(way, np.array([0, 0, 1.0])) * (1 if way[0] > 0 else -1)
        base = p["hand" + k]
        arc = [base - way * 5, base + way * 12, base + way * 27 + hook * 3.0, base + way * 42 + hook * 10]
        for q, r, w0, w1 in zip(arc, arc[1:], (1.8, 2.2, 2.0), (2.2, 2.0, 0.5), strict=False):
            c.metal.append((q, w0, r, w1))
    nape = p["collar"] + up * 4 - front * 4
    trail = -front * 15 - UP * 13 - cloth.drag * 0.9
    wave = np.array([0, 1.0, 0.3]) * 4
    knots = [nape, nape + trail * 0.8 + wave, nape + trail * 1.7 - wave * 0.3, nape + trail * 2.6 + wave * 0.9 - UP * 4]
    for q, r, w0, w1 in zip(knots, knots[1:], (4.4, 4.2, 3.4), (4.2, 3.4, 1.4), strict=False):
        c.cones.append((q, w0, r, w1))
    return {}


def marksman(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A tall narrow man in a brimmed hat and a long coat, with a long gun held in both hands."""
    p = s.points
    _man_trunk(c, s, 0.96)
    _neck_and_head(c, s, 5.2, 0.98)
    _man_limbs(c, s, 0.94)
    head, (hf, hl, hu) = p["head"], s.skull
    for a in np.linspace(0, 2 * np.pi, 13)[:-1]:
        c.limb((head + hu * 8, 3.2), (head + hu * 7 + (np.cos(a) * hf + np.sin(a) * hl) * 17, 1.7))
    c.limb((head + hu * 9, 9.8), (head + hu * 15, 7.6))
    _coat(c, s, cloth, length=58, flare=8, r=6.5)
    along = p["handL"] - p["handR"]
    n = np.linalg.norm(along)
    along = along / n if n > 6 else s.chest[0]
    stock, muzzle = p["handR"] - along * 19, p["handR"] + along * 84
    c.metal.append((stock - UP * 2.5, 4.2, p["handR"] - along * 4, 2.8))
    c.metal.append((p["handR"] - along * 4, 2.6, muzzle, 1.7))
    c.metal.append((p["handR"] + along * 6 + UP * 5.0, 1.8, p["handR"] + along * 24 + UP * 5.0, 1.8))
    c.metal.append((p["handR"] + along * 8, 2.4, p["handR"] + along * 5 - UP * 9, 1.9))
    return {"muzzle": muzzle}


def slider(c: Canvas, s: Skeleton, cloth: Cloth) -> dict[str, Vec]:
    """A low, bare-armed runner who slides with a hooked staff."""
    p, (front, _, up) = s.points, s.chest
    _man_trunk(c, s, 0.9)
    _neck_and_head(c, s, 5.2, 0.98)
    _man_limbs(c, s, 0.92)
    head, (hf, _, hu) = p["head"], s.skull
    for k in range(5):  # a crest of hair, swept back
        c.limb(
            (head + hu * (9 - k * 2) - hf * k * 1.6, 4.2),
            (head + hu * (15 - 3.4 * k) - hf * (7 + k * 2.2) - cloth.drag * 0.18, 1.2),
        )
    del front, up
    way = p["handR"] - p["wristR"]
    way /= np.linalg.norm(way)
    c.metal.append((p["handR"] - way * 30, 1.9, p["handR"] + way * 58, 1.7))
    tip = p["handR"] + way * 58
    hook = np.cross(way, np.array([0, 0, 1.0]))
    c.metal.append((tip, 1.8, tip + way * 4 + hook * 12, 1.0))
    return {}


@dataclass(frozen=True)
class Figure:
    """A kind: its bones and what is put on them. The one people came for has broader rims."""

    bones: Bones
    dress: Callable[[Canvas, Skeleton, Cloth], dict[str, Vec]]
    rim_px: float = RIM_PX


FIGURES = {
    "dancer": Figure(DANCER, dancer, rim_px=2.7),
    "brawler": Figure(HEAVY, brawler),
    "shield": Figure(MAN, shield),
    "runner": Figure(LEAN, runner),
    "marksman": Figure(MAN, marksman),
    "slider": Figure(LEAN, slider),
}
