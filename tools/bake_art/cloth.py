"""What follows late: springs, and how far they have carried skirt and tails from rest."""

from dataclasses import dataclass, field

import numpy as np

from tools.bake_art.pose import UP

Vec = np.ndarray


class Spring:
    """Follows a goal late and swings past it: cloth and hair. Changes as it is stepped."""

    def __init__(self, stiffness: float, damping: float) -> None:
        self.stiffness, self.damping = stiffness, damping
        self.value: Vec | None = None
        self.speed: Vec = np.zeros(1)

    def step(self, goal: Vec, dt: float) -> Vec:
        """The follower after another moment with its goal there."""
        if self.value is None:
            self.value, self.speed = goal.copy(), np.zeros_like(goal)
        for _ in range(4):
            force = (goal - self.value) * self.stiffness - self.speed * self.damping
            self.speed = self.speed + force * dt / 4
            self.value = self.value + self.speed * dt / 4
        return self.value


@dataclass
class Cloth:
    """How far skirt and tails are from rest in this frame. `spin` is the turn's speed, degrees a second, smoothed."""

    spin: float = 0.0
    skirt_up: Vec = field(default_factory=UP.copy)
    drag: Vec = field(default_factory=lambda: np.zeros(3))
    twist: float = 0.0
