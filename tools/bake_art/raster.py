"""Paints a body: tapered round limbs into a depth map, and from it silhouette, two rim lights and detail.

Rims follow depth, not the outline alone: an arm across the chest still has its edge, a joint in a limb has none.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

SS = 2
"""Samples a pixel each way."""

CAMERA_PITCH = np.radians(9.0)
"""The camera looks down a little, so a tutu is an ellipse and not a line."""

_C, _S = np.cos(CAMERA_PITCH), np.sin(CAMERA_PITCH)
CAMERA = np.array([[1.0, 0.0, 0.0], [0.0, -_C, _S], [0.0, _S, _C]])

RIM_PX = 3.8
HOT_PX = 2.3
"""The outermost of a rim is the hottest: at play it burns white, the rest has its lamp's colour."""

COOL = (0.8, 0.56)
"""A rim's level just inside the hot line and at its inner end."""

CORE_GAP = (4.0, 10.0)
"""Depth steps (pixels) at which an inner edge begins to catch light, and catches all of it."""

METAL = 0.24
"""How much blades, guns and the cross of a shield shine by themselves."""

FAR = -1e4


@dataclass
class Canvas:
    """What one frame is painted from. Cones are (x, y, z, r, x, y, z, r); sheets are closed 3D outlines."""

    cones: list[tuple[np.ndarray, float, np.ndarray, float]] = field(default_factory=list)
    metal: list[tuple[np.ndarray, float, np.ndarray, float]] = field(default_factory=list)
    plates: list[tuple[np.ndarray, float]] = field(default_factory=list)
    sheets: list[tuple[np.ndarray, float, float, float]] = field(default_factory=list)

    def limb(self, *joints: tuple[np.ndarray, float]) -> None:
        """A chain of tapered capsules through (point, radius) joints."""
        for (a, ra), (b, rb) in pairwise(joints):
            self.cones.append((a, ra, b, rb))

    def ball(self, at: np.ndarray, r: float) -> None:
        """A sphere."""
        self.cones.append((at, r, at, r))


@dataclass(frozen=True)
class Planes:
    """A painted frame, all 0..1, shape (h, w): coverage, rim from the left, rim from the right, detail."""

    cover: np.ndarray
    left: np.ndarray
    right: np.ndarray
    detail: np.ndarray
    anchor: tuple[float, float]


def project(p: np.ndarray) -> np.ndarray:
    """Stage to picture: x right, y down, z nearer."""
    return p @ CAMERA


def _cones(cones, depth: np.ndarray, origin: np.ndarray) -> np.ndarray:
    h, w = depth.shape
    touched = np.zeros(depth.shape, bool)
    if not cones:
        return touched
    heads = (project(np.array([c[0] for c in cones])) + origin) * SS
    tails = (project(np.array([c[2] for c in cones])) + origin) * SS
    for (_, ra, _, rb), p, q in zip(cones, heads.tolist(), tails.tolist(), strict=True):
        r0, r1 = ra * SS, rb * SS
        x0, x1 = int(max(min(p[0] - r0, q[0] - r1), 0)), int(min(max(p[0] + r0, q[0] + r1) + 2, w))
        y0, y1 = int(max(min(p[1] - r0, q[1] - r1), 0)), int(min(max(p[1] + r0, q[1] + r1) + 2, h))
        if x0 >= x1 or y0 >= y1:
            continue
        gx = np.arange(x0, x1, dtype=np.float32)[None, :] + 0.5 - p[0]
        gy = np.arange(y0, y1, dtype=np.float32)[:, None] + 0.5 - p[1]
        dx, dy = q[0] - p[0], q[1] - p[1]
        n = dx * dx + dy * dy
        if n > 1e-6:
            t0 = (gx * dx + gy * dy) / n
            # the tangent cone: the widest reach lies back along the axis by the taper
            off = np.sqrt(np.maximum(gx * gx + gy * gy - t0 * t0 * n, 0)) * ((r1 - r0) / n)
            t = np.clip(t0 + off, 0, 1)
        else:
            t = np.full(np.broadcast_shapes(gx.shape, gy.shape), 0.0 if r0 >= r1 else 1.0, np.float32)
        r = r0 + (r1 - r0) * t
        inside = r * r - (gx - dx * t) ** 2 - (gy - dy * t) ** 2
        z = np.where(inside > 0, p[2] + (q[2] - p[2]) * t + np.sqrt(np.maximum(inside, 0)), FAR)
        view = depth[y0:y1, x0:x1]
        nearer = z > view
        np.copyto(view, z, where=nearer)
        touched[y0:y1, x0:x1] |= nearer
    return touched


def _shifted(a: np.ndarray, dx: int, dy: int, fill: float) -> np.ndarray:
    out = np.full_like(a, fill)
    h, w = a.shape
    out[max(dy, 0) : h + min(dy, 0), max(dx, 0) : w + min(dx, 0)] = a[
        max(-dy, 0) : h + min(-dy, 0), max(-dx, 0) : w + min(-dx, 0)
    ]
    return out


def _rim(depth: np.ndarray, way: int, width: float) -> np.ndarray:
    """Light from the left (way -1) or right (+1) and a little above, on every edge that looks that way."""
    best = np.zeros(depth.shape, np.float32)
    steps = max(2, round(width * SS * 0.75))
    for k in range(1, steps + 1):
        d = width * SS * k / steps
        for ang in (0.0, 0.5, 0.95):
            dx, dy = round(way * d * np.cos(ang)), -round(d * 0.7 * np.sin(ang))
            gap = (depth - _shifted(depth, -dx, -dy, FAR)) / SS
            lit = np.clip((gap - CORE_GAP[0]) / (CORE_GAP[1] - CORE_GAP[0]), 0, 1)
            cool = COOL[0] + (COOL[1] - COOL[0]) * max(0.0, (d / SS - HOT_PX) / max(0.1, width - HOT_PX))
            fade = (1.0 if d <= HOT_PX * SS else cool) * (1.0 - 0.34 * ang)
            np.maximum(best, lit * fade, out=best)
    best[depth <= FAR / 2] = 0
    return best


def _down(a: np.ndarray) -> np.ndarray:
    return sum(a[i::SS, j::SS] for i in range(SS) for j in range(SS)) / (SS * SS)


def _lay(
    sheets: list[tuple[np.ndarray, float, float, float]], depth: np.ndarray, cover: np.ndarray, origin: np.ndarray
) -> np.ndarray:
    """Thin cloth over and behind the body: adds to the coverage, returns its brightness."""
    h, w = depth.shape
    detail = np.zeros_like(depth)
    for outline, fill, edge, near in sheets:
        pts = (project(outline) + origin)[:, :2] * SS
        x0, y0 = (max(0, int(n) - 3) for n in pts.min(axis=0))
        x1, y1 = (min(m, int(n) + 4) for n, m in zip(pts.max(axis=0), (w, h), strict=True))
        if x0 >= x1 or y0 >= y1:
            continue
        mask, line = (Image.new("L", (x1 - x0, y1 - y0), 0) for _ in range(2))
        xy = [(float(x - x0), float(y - y0)) for x, y in pts]
        ImageDraw.Draw(mask).polygon(xy, fill=round(255 * fill))
        ImageDraw.Draw(line).line([*xy, xy[0]], fill=round(255 * edge), width=SS + 1, joint="curve")
        here = np.s_[y0:y1, x0:x1]
        seen = (depth[here] <= near * SS).astype(np.float32)
        veil = np.asarray(mask, np.float32) / 255 * seen
        cover[here] += veil * (1 - cover[here])
        sheen = 0.85 if fill > 0.5 else 0.42  # china shines, tulle is seen through
        bright = np.clip(np.asarray(line, np.float32) / 255 * seen + veil * sheen, 0, 1)
        detail[here] = np.maximum(detail[here], bright)
    return detail


def paint(canvas: Canvas, rim_px: float = RIM_PX) -> Planes:
    """One frame, just large enough; `anchor` is where the stage's origin falls in it."""
    ends = [(q, r) for a, ra, b, rb in (*canvas.cones, *canvas.metal) for q, r in ((a, ra), (b, rb))]
    spots = project(np.concatenate([np.array([q for q, _ in ends]), *(sheet[0] for sheet in canvas.sheets)]))[:, :2]
    reach = np.concatenate([[r for _, r in ends], np.ones(len(spots) - len(ends))])[:, None]
    low = np.floor((spots - reach).min(axis=0)) - 4
    high = np.ceil((spots + reach).max(axis=0)) + 4
    w, h = (int(n) for n in high - low)
    ground = (-low[0], -low[1])
    origin = np.array([*ground, 0.0])
    depth = np.full((h * SS, w * SS), FAR, np.float32)
    _cones(canvas.cones, depth, origin)
    metal = _cones(canvas.metal, depth, origin)
    solid = depth > FAR / 2
    # round the notches where limbs meet: blur a little, cut again at half
    soft = gaussian_filter(solid.astype(np.float32), 1.1)
    cover = np.clip((soft - 0.5) * 2.4 + 0.5, 0, 1)
    smooth = gaussian_filter(np.where(solid, depth, 0), 1.0) / np.maximum(
        gaussian_filter(solid.astype(np.float32), 1.0), 1e-3
    )
    depth = np.where(solid, smooth * 0.5 + depth * 0.5, FAR).astype(np.float32)
    left, right = _rim(depth, -1, rim_px), _rim(depth, 1, rim_px)
    detail = np.maximum(_lay(canvas.sheets, depth, cover, origin), np.where(metal, METAL, 0).astype(np.float32))
    left, right = left * np.minimum(cover * 1.2, 1), right * np.minimum(cover * 1.2, 1)
    return Planes(_down(cover), _down(left), _down(right), np.clip(_down(detail), 0, 1), ground)
