"""Synthetic songs with exact truth: seeded, of many styles, with randomised sounds, patterns and forms.

usage: python -m tools.synth_set OUT [--count 60] [--seed 1] [--styles a,b] [--held-out]
       [--tempo constant|change|mixed|leap|glide|sweep|live]

Writes OUT/audio/NAME.flac and OUT/truth/NAME.json. `tools.synth.song` gives one in memory, as training does.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from tools.synth.song import song
from tools.synth.sounds import RATE, pick
from tools.synth.styles import ALL_STYLES, STYLES

ALONE = ("leap", "glide", "sweep", "live")
"""Kinds of tempo that are not among those of `change`."""


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("out", type=Path)
    args.add_argument("--count", type=int, default=60)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--styles", default="")
    args.add_argument("--held-out", action="store_true")
    args.add_argument("--tempo", default="constant", choices=("constant", "change", "mixed", *ALONE))
    given = args.parse_args()
    import soundfile

    styles = (
        [style for name in given.styles.split(",") for style in ALL_STYLES if style.name == name]
        if given.styles
        else [s for s in STYLES if s.held_out or not given.held_out]
    )
    (given.out / "audio").mkdir(parents=True, exist_ok=True)
    (given.out / "truth").mkdir(parents=True, exist_ok=True)
    for i in range(given.count):
        dice = np.random.default_rng((given.seed, i))
        kind = pick(dice, "step", "ramp", "drift", "gap")
        if given.tempo == "constant" or (given.tempo == "mixed" and dice.random() < 0.5):
            kind = "constant"
        elif given.tempo in ALONE:
            kind = given.tempo
        style = styles[i % len(styles)]
        sound, truth = song(style, int(given.seed * 100_000 + i), kind)
        name = f"{style.name}_{kind}_{given.seed}_{i:03d}"
        soundfile.write(given.out / "audio" / f"{name}.flac", sound, RATE)
        (given.out / "truth" / f"{name}.json").write_text(json.dumps(truth))


if __name__ == "__main__":
    main()
