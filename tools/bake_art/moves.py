"""Reads poses and moves, and films a move: one painted frame after another, cloth following late."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tools.bake_art.body import FIGURES
from tools.bake_art.cloth import Cloth, Spring
from tools.bake_art.pose import EASES, UP, Key, Motion, Pose, mirrored, skeleton
from tools.bake_art.raster import Canvas, Planes, paint, project

DATA = Path(__file__).parent / "data"
FPS = 30
TIP_NAMES = ("head", "chest", "handL", "handR", "toeL", "toeR", "muzzle", "wristL", "wristR", "root")


@dataclass(frozen=True)
class Shot:
    """One painted frame with its named points, relative to the ground under the figure (x right, y down)."""

    planes: Planes
    points: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class MoveData:
    """A move as written: keys with times, marks among them."""

    name: str
    keys: list[dict[str, Any]]
    entry: str
    exit: str
    meta: dict[str, Any]

    @property
    def length(self) -> float:
        """Seconds."""
        return float(self.keys[-1]["t"])

    def mark(self, name: str) -> float | None:
        """When the key with this mark is struck."""
        return next((float(k["t"]) for k in self.keys if k.get("mark") == name), None)


class Book:
    """All poses and moves of one kind of figure."""

    def __init__(self, kind: str, folder: Path = DATA) -> None:
        self.kind, self.figure = kind, FIGURES[kind]
        raw = tomllib.loads((folder / f"{'dancer' if kind == 'dancer' else 'attackers'}.toml").read_text("utf8"))
        own = raw.get(kind, {}) if kind != "dancer" else raw
        self.poses: dict[str, dict[str, Any]] = {**raw.get("pose", {}), **own.get("pose", {})}
        self.stances: list[str] = own.get("stances", raw.get("stances", []))
        self.fps = int(raw.get("fps", FPS))
        moves = {**raw.get("move", {}), **own.get("move", {})}
        self.moves = {name: self._move(name, m) for name, m in moves.items() if kind in m.get("only", [kind])}
        for link in self._links() if kind == "dancer" else ():
            self.moves.setdefault(link.name, link)

    def _move(self, name: str, raw: dict[str, Any]) -> MoveData:
        meta = {k: v for k, v in raw.items() if k not in {"keys", "entry", "exit"}}
        keys = list(raw["keys"])
        entry, exit_ = raw["entry"], raw["exit"]
        if not keys or keys[0]["t"] > 0:
            keys.insert(0, {"t": 0.0, "pose": entry, "exact": True})
        if "end" in raw:
            keys.append({"t": raw["end"], "pose": exit_, "exact": True, "spin": raw.get("spin", 0)})
        return MoveData(name, keys, entry, exit_, meta)

    def _links(self) -> list[MoveData]:
        """Short ways from stance to stance, and each stance's turn to the other side."""
        made = []
        for a in self.stances:
            for b in self.stances:
                if a != b:
                    keys = [{"t": 0.0, "pose": a, "exact": True}, {"t": 0.2, "pose": b, "exact": True}]
                    made.append(MoveData(f"link-{a}-{b}", keys, a, b, {"verb": "link"}))
            middle = "sussous" if a == "pointe" else "gather"
            changes = {"h": 0.8} if a == "low" else {}
            keys = [
                {"t": 0.0, "pose": a, "exact": True},
                {"t": 0.13, "pose": middle, "set": self._footing(a, changes)},
                {"t": 0.27, "pose": f"~{a}", "exact": True},
            ]
            made.append(MoveData(f"turn-{a}", keys, a, f"~{a}", {"verb": "turn"}))
        return made

    def _footing(self, stance: str, changes: dict[str, Any]) -> dict[str, Any]:
        """Footholds half way between a stance and its mirror image: she pivots where she stands."""
        own, other = self.raw_pose(stance), self.raw_pose(f"~{stance}")
        for s in ("L", "R"):
            a, b = own[f"leg{s}"], other[f"leg{s}"]
            if "at" in a and "at" in b:
                at = [(a["at"][i] + b["at"][i]) / 2 for i in (0, 1)]
                changes = {**changes, f"leg{s}": {"at": at, "out": 62, "lift": 0.45}}
        return changes

    def raw_pose(self, name: str, **changes: Any) -> dict[str, Any]:
        """A pose's data with its base poses folded in; `~name` is the mirror image."""
        if name.startswith("~"):
            got = mirrored(self.raw_pose(name[1:]))
        else:
            if name not in self.poses:
                raise KeyError(f"{self.kind}: no pose {name}")
            own = dict(self.poses[name])
            base = own.pop("like", None)
            got = {**(self.raw_pose(base) if base else {}), **own}
        return {**got, **changes}

    @cache  # noqa: B019 books live as long as the bake
    def motion(self, name: str) -> Motion:
        """A move's keys joined."""
        keys: list[Key] = []
        for raw in self.moves[name].keys:
            pose = self.raw_pose(raw["pose"], **raw.get("set", {}))
            spin = raw.get("spin", 0)
            if spin:
                pose["look"] = (
                    pose["look"] if pose.get("look") is not None else pose.get("yaw", 30) + pose.get("twist", 0)
                ) + raw.get("spot", spin)
                pose["yaw"] = pose.get("yaw", 30) + spin
            made = Pose(pose, self.figure.bones)
            t = float(raw["t"])
            exact = bool(raw.get("exact")) or raw.get("mark") == "impact"
            keys.append(Key(t, made, EASES[raw.get("ease", "flow")], exact))
            if raw.get("hold"):
                keys.append(Key(t + float(raw["hold"]), made, 1.0, exact))
        if self.moves[name].meta.get("loop"):  # a turn before and a turn after, so that the seam is no seam
            n = self.moves[name].length
            keys = [Key(k.t + turn * n, k.pose, k.ease, k.is_exact) for turn in (-1, 0, 1) for k in keys[(turn > -1) :]]
        return Motion(keys, self.figure.bones)

    def film(self, name: str, fps: int | None = None, only: list[int] | None = None) -> list[Shot]:
        """Every frame of a move. First and last are the bare stances: springs are at rest there."""
        motion, move = self.motion(name), self.moves[name]
        fps = fps or self.fps
        n = max(2, round(move.length * fps) + 1)
        is_loop = bool(move.meta.get("loop"))
        struck = move.mark("impact")
        hit = None if struck is None else round(struck / move.length * (n - 1))  # this frame is the blow itself
        sub, dt = 4, move.length / (n - 1)
        tilt, drag, spin = Spring(150, 13), Spring(95, 11), Spring(120, 16)
        shots: list[Shot] = []
        last_root, last_yaw, twist = None, None, 0.0
        steps = [(-k * dt / sub, False) for k in range(60, 0, -1)] if is_loop else []
        for i in range(n):
            steps += [((i + k / sub) * dt - (0 if k == 0 else dt), k == 0) for k in ((0,) if i == 0 else (1, 2, 3, 0))]
        for raw_t, is_frame in steps:
            t = raw_t % move.length if is_loop and raw_t < 0 else min(max(raw_t, 0.0), move.length)
            if is_frame and len(shots) == hit:
                t = struck
            v, planted = motion.at(t)
            if (
                is_frame and not is_loop and len(shots) in {0, n - 1}
            ):  # the bare stance, whatever the spline's last digit
                still = Pose(self.raw_pose(move.exit if shots else move.entry), self.figure.bones)
                yaw, v, planted = v["yaw"], dict(still.v), still.planted
                v["yaw"] += 360 * round((yaw - v["yaw"]) / 360)
            bones = skeleton(v, planted, self.figure.bones)
            root, yaw, h = bones.points["root"], v["yaw"], dt / sub
            if last_root is None:
                last_root, last_yaw = root, yaw
            speed = (root - last_root) / h if not is_loop or abs(yaw - last_yaw) < 90 else np.zeros(3)
            turn = (yaw - last_yaw) / h
            travel = float(move.meta.get("travel", 0.0))
            speed = speed + np.array([travel, 0, 0])
            last_root, last_yaw = root, yaw
            up = tilt.step(bones.pelvis[2] * 0.62 + UP * 0.38, h)
            d = drag.step(np.clip(speed * 0.055, -34, 34), h)
            w = float(spin.step(np.array([turn]), h)[0])
            twist += w * h * 0.3
            if not is_frame:
                continue
            edge = 1.0 if is_loop else float(np.clip(min(t, move.length - t) / 0.12, 0, 1))
            edge = edge * edge * (3 - 2 * edge)
            rest = bones.pelvis[2] * 0.62 + UP * 0.38
            fade = 1 - edge
            cloth = Cloth(w * edge, up * edge + rest * fade, d * edge, twist * edge)
            index = len(shots)
            if only is not None and index not in only:
                shots.append(Shot(Planes(*(np.zeros((1, 1)),) * 4, (0.0, 0.0)), {}))
                continue
            canvas = Canvas()
            extra = self.figure.dress(canvas, bones, cloth)
            for a, ra, b, rb in canvas.metal:  # what is dropped lies on the floor
                a[1], b[1] = max(a[1], ra), max(b[1], rb)
            named = {**{k: bones.points[k] for k in TIP_NAMES if k in bones.points}, **extra}
            planes = paint(canvas, self.figure.rim_px)
            shots.append(Shot(planes, {k: (float(project(q)[0]), float(project(q)[1])) for k, q in named.items()}))
        return shots
