"""Paint the built-in arenas' images into rhythm_fu/game/assets/arenas: `python -m tools.bake_arenas [name ...]`."""

import importlib
import sys
from pathlib import Path

from arena_art.front import PAINTED

ARENAS = Path(__file__).parents[1] / "rhythm_fu" / "game" / "assets" / "arenas"
NAMES = ("conservatory", "initiation", "nightclub", "banquet", "mirrors", "opera")

if __name__ == "__main__":
    for name in sys.argv[1:] or NAMES:
        importlib.import_module(f"arena_art.{name}").bake(ARENAS / name)
        PAINTED[name](ARENAS / name)
        print(name, sum(path.stat().st_size for path in (ARENAS / name).glob("*.webp")) // 1024, "KB")
