"""Poses as data: angles and footholds of one body, mirrored, eased and followed through into a motion.

Axes: x to the right of the screen, y up, z toward the viewer, in pixels of the baked figure. A body's `yaw` is 0 facing
the viewer and 90 facing right. A limb's direction is (elevation, azimuth): elevation 0 is level, 90 up; azimuth 0 is
the body's front, 90 its own outer side, 180 its back; so one pose reads the same for both limbs.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.interpolate import PchipInterpolator

Vec = np.ndarray

SCALARS = {
    "x": 0.0, "z": 0.0, "h": 1.0, "yaw": 30.0, "look": None, "lean": 0.0, "side": 0.0, "twist": 0.0,
    "hip": None, "hipside": None, "nod": 0.0, "tilt": 0.0, "gun": 0.0, "spread": 0.0,
    "coil": 0.0, "plate": 0.0,
}  # fmt: skip
"""Defaults; None follows from the others. `gun` 0 is the right hand, 1 the left; `spread` opens the fingers; `plate` 1
holds one in the left hand."""

SIDES = ("L", "R")
ARM = ("ue", "ua", "fe", "fa")
ARM_DEFAULT = (-70.0, 60.0, -60.0, 30.0)


@dataclass(frozen=True)
class Bones:
    """Lengths of a body, and where its joints sit on pelvis and chest (half widths)."""

    thigh: float
    shin: float
    foot: float
    ankle: float
    hip: float
    waist: float
    chest: float
    neck: float
    shoulder: float
    upper: float
    fore: float
    hand: float
    head: float

    @property
    def leg(self) -> float:
        """Hip to ankle with a straight knee."""
        return self.thigh + self.shin


def axes(yaw: float) -> tuple[Vec, Vec]:
    """Front and own-left of a body turned by so many degrees."""
    a = np.radians(yaw)
    return np.array([np.sin(a), 0.0, np.cos(a)]), np.array([np.cos(a), 0.0, -np.sin(a)])


UP = np.array([0.0, 1.0, 0.0])


def toward(yaw: float, sign: float, elevation: float, azimuth: float) -> Vec:
    """The unit vector of a limb's direction; sign +1 for a left limb."""
    front, left = axes(yaw)
    e, a = np.radians(elevation), np.radians(azimuth)
    return np.cos(e) * (np.cos(a) * front + np.sin(a) * sign * left) + np.sin(e) * UP


def angles_of(yaw: float, sign: float, v: Vec) -> tuple[float, float]:
    """Elevation and azimuth of a direction; the inverse of `toward`."""
    front, left = axes(yaw)
    v = v / max(np.linalg.norm(v), 1e-9)
    e = np.degrees(np.arcsin(np.clip(v @ UP, -1, 1)))
    return float(e), float(np.degrees(np.arctan2(sign * (v @ left), v @ front)))


def up_of(yaw: float, lean: float, side: float) -> Vec:
    """The spine's direction when leaning forward and to the own left by so many degrees."""
    front, left = axes(yaw)
    v = np.sin(np.radians(lean)) * front + np.sin(np.radians(side)) * left
    n = float(v @ v)
    return v + UP * np.sqrt(max(0.0, 1 - n)) if n < 1 else v / np.sqrt(n)


def mirrored(raw: dict[str, Any]) -> dict[str, Any]:
    """The same pose seen in a mirror: left and right trade places, and the gun its hand."""
    out: dict[str, Any] = {}
    for key, value in raw.items():
        if key in {"x", "yaw", "look", "side", "twist", "hipside", "tilt"}:
            out[key] = -value
        elif key == "gun":
            out[key] = 1 - value
        elif key[-1] in SIDES and key[:-1] in {"arm", "leg"}:
            twin = key[:-1] + ("R" if key[-1] == "L" else "L")
            planted = isinstance(value, dict) and "at" in value
            out[twin] = {**value, "at": [-value["at"][0], value["at"][1]]} if planted else value
        else:
            out[key] = value
    out.setdefault("gun", 1.0)
    if "yaw" not in out:
        out["yaw"] = -SCALARS["yaw"]
    return out


def _toe_to_ankle(bones: Bones, yaw: float, sign: float, out: float, lift: float) -> Vec:
    """From the planted toe to the ankle: flat at lift 0, straight above the toe at lift 1."""
    flat = toward(yaw, sign, 0.0, out)
    e = np.radians(16 + 70 * lift)
    return bones.foot * (-flat * np.cos(e) + UP * np.sin(e)) + UP * (bones.ankle * 0.25 * (1 - lift))


def bend(hip: Vec, ankle: Vec, thigh: float, shin: float, knee_way: Vec) -> Vec:
    """The knee between hip and ankle, on the side of `knee_way` (two-bone inverse kinematics)."""
    d = ankle - hip
    dist = float(np.clip(np.linalg.norm(d), abs(thigh - shin) + 1e-3, thigh + shin - 1e-3))
    along = d / max(np.linalg.norm(d), 1e-9)
    a = (thigh**2 - shin**2 + dist**2) / (2 * dist)
    off = knee_way - along * (knee_way @ along)
    n = np.linalg.norm(off)
    off = off / n if n > 1e-6 else np.array([0.0, 0.0, 1.0])
    return hip + along * a + off * np.sqrt(max(0.0, thigh**2 - a**2))


class Pose:
    """A key pose made whole: every channel has a number, planted legs are solved into angles too."""

    def __init__(self, raw: dict[str, Any], bones: Bones) -> None:
        v: dict[str, float] = {
            k: float(raw.get(k, d) if raw.get(k, d) is not None else 0.0) for k, d in SCALARS.items()
        }
        if raw.get("hip") is None:
            v["hip"] = v["lean"] * 0.35
        if raw.get("hipside") is None:
            v["hipside"] = v["side"] * 0.3
        v["look"] = float(raw["look"]) if raw.get("look") is not None else v["yaw"] + v["twist"]
        self.planted: dict[str, bool] = {}
        for s in SIDES:
            arm = raw.get(f"arm{s}", ARM_DEFAULT)
            arm = list(arm) + list(arm) if len(arm) == 2 else arm
            for name, value in zip(ARM, arm, strict=True):
                v[name + s] = float(value)
        roots: list[float] = []
        for s, sign in (("L", 1.0), ("R", -1.0)):
            leg = raw.get(f"leg{s}", {"at": [8.0 if s == "L" else -8.0, 0.0]})
            self.planted[s] = "at" in leg
            v["out" + s] = float(leg.get("out", 55.0))
            v["lift" + s] = float(leg.get("lift", 0.0))
            v["tx" + s], v["tz" + s] = (float(n) for n in leg.get("at", (0.0, 0.0)))
            v["pt" + s] = float(leg.get("pt", 0.0 if self.planted[s] else 1.0))
            if self.planted[s]:
                socket = self._socket(v, bones, sign)
                ankle = self._ankle(v, bones, s, sign)
                flat = np.hypot(ankle[0] - socket[0], ankle[2] - socket[2])
                roots.append(ankle[1] + np.sqrt(max(bones.leg**2 - flat**2, 100.0)) * v["h"] - socket[1])
            else:
                te, ta = leg["dir"]
                se, sa = leg.get("shin", leg["dir"])
                v["te" + s], v["ta" + s], v["se" + s], v["sa" + s] = float(te), float(ta), float(se), float(sa)
        v["y"] = float(raw["y"]) if "y" in raw else min(roots, default=bones.leg + bones.ankle)
        v["y"] += float(raw.get("air", 0.0))
        for s, sign in (("L", 1.0), ("R", -1.0)):
            if self.planted[s]:
                socket = self._socket(v, bones, sign) + UP * v["y"]
                ankle = self._ankle(v, bones, s, sign)
                knee = bend(socket, ankle, bones.thigh, bones.shin, self.knee_way(v, s, sign))
                v["te" + s], v["ta" + s] = angles_of(v["yaw"], sign, knee - socket)
                v["se" + s], v["sa" + s] = angles_of(v["yaw"], sign, ankle - knee)
        self.v = v

    @staticmethod
    def _socket(v: dict[str, float], bones: Bones, sign: float) -> Vec:
        """The hip joint relative to a root at height 0."""
        _, left = axes(v["yaw"])
        roll = np.radians(v["hipside"])
        return np.array([v["x"], 0, v["z"]]) + sign * bones.hip * (left * np.cos(roll) - UP * np.sin(roll))

    @staticmethod
    def _ankle(v: dict[str, float], bones: Bones, s: str, sign: float) -> Vec:
        toe = np.array([v["tx" + s], 0.0, v["tz" + s]])
        return toe + _toe_to_ankle(bones, v["yaw"], sign, v["out" + s], v["lift" + s])

    @staticmethod
    def knee_way(v: dict[str, float], s: str, sign: float) -> Vec:
        """Knees bend over the toes: that is what turn-out is."""
        return toward(v["yaw"], sign, 8.0, v["out" + s] * 0.9)


@dataclass(frozen=True)
class Skeleton:
    """Joint positions of one frame, and the frames of pelvis, chest and head as 3x3 (front, left, up) rows."""

    points: dict[str, Vec]
    pelvis: Vec
    chest: Vec
    skull: Vec
    gun: float
    spread: float
    plate: float


def _frame(yaw: float, up: Vec) -> Vec:
    front, _ = axes(yaw)
    front = front - up * (front @ up)
    front /= np.linalg.norm(front)
    return np.array([front, np.cross(up, front), up])


def skeleton(v: dict[str, float], planted: dict[str, bool], bones: Bones) -> Skeleton:
    """Forward kinematics; planted feet are held where they stand by inverse kinematics."""
    p: dict[str, Vec] = {}
    root = np.array([v["x"], v["y"], v["z"]])
    pelvis_up = up_of(v["yaw"], v["hip"], v["hipside"])
    chest_up = up_of(v["yaw"] + v["twist"] * 0.5, v["lean"], v["side"])
    middle = pelvis_up + chest_up
    middle /= np.linalg.norm(middle)
    pelvis = _frame(v["yaw"], pelvis_up)
    chest = _frame(v["yaw"] + v["twist"], chest_up)
    p["root"] = root
    p["waist"] = root + middle * bones.waist + chest[0] * v["coil"]
    p["chest"] = p["waist"] + chest_up * bones.chest * 0.55
    p["collar"] = p["waist"] + chest_up * bones.chest
    neck_up = up_of(v["look"], v["lean"] * 0.35 + v["nod"] * 0.6, 0) + chest_up * 0.6
    neck_up /= np.linalg.norm(neck_up)
    p["neck"] = p["collar"] + neck_up * bones.neck
    skull_up = up_of(v["look"], v["nod"] + v["lean"] * 0.15, v["tilt"])
    skull = _frame(v["look"], skull_up)
    p["head"] = p["neck"] + skull_up * bones.head * 0.62 + skull[0] * bones.head * 0.12
    for s, sign in (("L", 1.0), ("R", -1.0)):
        lift = max(0.0, v["ue" + s]) / 90 * 0.22  # the shoulder blade rises with the arm
        shoulder = p["collar"] + sign * bones.shoulder * chest[1] - chest_up * (2.5 - lift * 24)
        turn = v["yaw"] + v["twist"]
        upper, fore = toward(turn, sign, v["ue" + s], v["ua" + s]), toward(turn, sign, v["fe" + s], v["fa" + s])
        p["shoulder" + s] = shoulder
        p["elbow" + s] = shoulder + upper * bones.upper
        p["wrist" + s] = p["elbow" + s] + fore * bones.fore
        p["hand" + s] = p["wrist" + s] + fore * bones.hand
        hip = root + sign * bones.hip * pelvis[1]
        p["hip" + s] = hip
        if planted[s]:
            ankle = Pose._ankle(v, bones, s, sign)
            knee = bend(hip, ankle, bones.thigh, bones.shin, Pose.knee_way(v, s, sign))
            reach = ankle - knee
            ankle = knee + reach / max(np.linalg.norm(reach), 1e-9) * bones.shin
            toe = ankle - _toe_to_ankle(bones, v["yaw"], sign, v["out" + s], v["lift" + s])
        else:
            knee = hip + toward(v["yaw"], sign, v["te" + s], v["ta" + s]) * bones.thigh
            shin = toward(v["yaw"], sign, v["se" + s], v["sa" + s])
            ankle = knee + shin * bones.shin
            front = Pose.knee_way(v, s, sign)
            front = front - shin * (front @ shin)
            front /= max(np.linalg.norm(front), 1e-6)
            toe_way = shin * v["pt" + s] + front * (1 - v["pt" + s] * 0.92)
            toe = ankle + toe_way / np.linalg.norm(toe_way) * bones.foot
        p["knee" + s], p["ankle" + s], p["toe" + s] = knee, ankle, toe
    return Skeleton(p, pelvis, chest, skull, v["gun"], v["spread"], v["plate"])


LAG_S = {"fe": 0.034, "fa": 0.034, "nod": 0.03, "tilt": 0.03, "twist": -0.014, "yaw": -0.008, "hip": -0.012}
"""Overlap: forearms and head arrive a little after the body, hips lead it. Faded out at keys that must be exact."""

EASES = {"flow": 1.0, "snap": 1.9, "hit": 2.8, "settle": 0.55, "float": 0.75}
"""Power of time inside a segment: over 1 gathers speed into its end, under 1 starts fast and lands softly."""


@dataclass(frozen=True)
class Key:
    """A pose, when it is struck, how time runs toward it and whether limbs must be exact there."""

    t: float
    pose: Pose
    ease: float = 1.0
    is_exact: bool = False


class Motion:
    """Keys joined by monotone cubics, so a channel never overshoots unless a key asks for it."""

    def __init__(self, keys: list[Key], bones: Bones) -> None:
        self.keys, self.bones = keys, bones
        self.times = np.array([k.t for k in keys])
        self.length = float(self.times[-1])
        names = sorted({n for k in keys for n in k.pose.v})
        table = {n: np.array([k.pose.v.get(n, 0.0) for k in keys]) for n in names}
        for n in names:
            if n[:2] in {"ta", "sa"}:
                table[n] = np.degrees(np.unwrap(np.radians(table[n])))
        for s in SIDES:  # a leg lifted from its foothold keeps that foothold until it is planted again
            held = [k.pose.planted[s] for k in keys]
            for c in ("tx", "tz"):
                row = table[c + s]
                for i in range(1, len(keys)):
                    if not held[i]:
                        row[i] = row[i - 1]
        self.curves = {n: PchipInterpolator(self.times, row) if len(keys) > 1 else None for n, row in table.items()}

    def _warped(self, t: float) -> float:
        i = int(np.clip(np.searchsorted(self.times, t, side="right"), 1, len(self.times) - 1))
        t0, t1 = self.times[i - 1], self.times[i]
        u = np.clip((t - t0) / max(t1 - t0, 1e-9), 0, 1)
        return float(t0 + (t1 - t0) * u ** self.keys[i].ease)

    def _slack(self, t: float) -> float:
        """0 at exact keys, 1 well away from them."""
        gap = min((abs(t - k.t) for k in self.keys if k.is_exact), default=1.0)
        return float(np.clip(gap / 0.09, 0, 1))

    def at(self, t: float) -> tuple[dict[str, float], dict[str, bool]]:
        """Channels and planted feet at a moment of the motion, in seconds."""
        slack = self._slack(t)
        v = {}
        warped: dict[float, float] = {}
        for n, curve in self.curves.items():
            base = n[:-1] if n[-1] in SIDES else n
            lag = LAG_S.get(base, 0.0) * slack
            if lag not in warped:
                warped[lag] = self._warped(float(np.clip(t - lag, self.times[0], self.length)))
            v[n] = float(curve(warped[lag]))
        i = int(np.clip(np.searchsorted(self.times, t, side="right"), 1, len(self.times) - 1))
        a, b = self.keys[i - 1].pose.planted, self.keys[i].pose.planted
        planted = {s: a[s] and b[s] for s in SIDES}
        for j, key in enumerate(self.keys):
            if abs(key.t - t) < 1e-6:
                planted = dict(self.keys[j].pose.planted)
        return v, planted
