"""Bakes the figures: `python -m tools.bake_art [KIND ...]` writes the atlases the game ships."""

import sys
from pathlib import Path

from tools.bake_art.body import FIGURES
from tools.bake_art.moves import Book
from tools.bake_art.pack import pack

OUT = Path(__file__).parents[2] / "rhythm_fu" / "game" / "assets" / "figures"

for kind in sys.argv[1:] or FIGURES:
    pack(Book(kind), OUT / f"{kind}.npz")
