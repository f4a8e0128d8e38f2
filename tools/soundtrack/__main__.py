"""`python -m tools.soundtrack render|truth|measure|table|check|plot [SLUG ...]`."""

import argparse
import time
from dataclasses import asdict
from pathlib import Path

from tools.soundtrack.form import Song
from tools.soundtrack.measure import harmony, measured
from tools.soundtrack.render import compact, decoded, produce, track_toml, truth
from tools.soundtrack.songs.catalogue import SONGS

COLUMNS = (
    "track", "kind", "BPM", "length", "key", "LUFS", "dBTP", "crest", "drop over break", "L/R correlation",
    "below 110 Hz", "furthest off balance", "MB",
)  # fmt: skip
TABLE_HEAD = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"


def table_row(song: Song, folder: Path) -> str:
    """One track's figures as a row of the documentation's table."""
    path = folder / song.slug / f"{song.slug}.ogg"
    m = measured(path, song, decoded(path))
    bpm = "/".join(f"{v:g}" for v in dict.fromkeys(bpm for _, bpm in song.clock.steps))
    minutes, rest = divmod(round(m.length_s), 60)
    return (
        f"| {song.title} | {song.style} | {bpm} | {minutes}:{rest:02} | {song.key} | {m.lufs:.2f} | {m.true_peak:.2f} "
        f"| {m.crest:.1f} dB | {m.contrast:.1f} LU | {m.correlation:.2f} | {m.low_correlation:.3f} "
        f"| {m.worst_band:+.1f} dB at {m.worst_band_hz:.0f} Hz | {m.megabytes:.2f} |"
    )


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m tools.soundtrack", description=__doc__)
    ask.add_argument("what", choices=("render", "truth", "measure", "table", "check", "plot"))
    ask.add_argument("slugs", nargs="*", metavar="SLUG", help="songs; all if none is named")
    ask.add_argument("--to", type=Path, default=Path("tracks"), help="the folder that holds <slug>/")
    ask.add_argument("--plots", type=Path, default=Path("docs/images"))
    ask.add_argument("--quality", type=float, default=0.58, help="Vorbis quality, 0 to 1")
    args = ask.parse_args()
    unknown = set(args.slugs) - set(SONGS)
    if unknown:
        ask.error(f"no song called {', '.join(sorted(unknown))}; there are {', '.join(SONGS)}")
    if args.what == "table":
        print(TABLE_HEAD)
    for slug in args.slugs or SONGS:
        song = SONGS[slug]
        began = time.process_time()
        if args.what == "render":
            path = produce(song, args.to, args.quality)
            print(f"{path}: {path.stat().st_size / 1e6:.2f} MB, {time.process_time() - began:.1f} s CPU")
        elif args.what == "measure":
            path = args.to / slug / f"{slug}.ogg"
            print(slug)
            for name, value in asdict(measured(path, song, decoded(path))).items():
                print(f"  {name:18}", f"{value:.4g}" if isinstance(value, float) else value)
        elif args.what == "table":
            print(table_row(song, args.to))
        elif args.what == "check":
            found = harmony(song.write(), song.form.beats)
            print(
                f"{slug}: rough {found.rough_share:.1%}, bass clash {found.bass_clash_share:.1%}, "
                f"lead range {found.lead_range} semitones"
            )
            for beat, pitches in found.spots[:12]:
                print(f"    beat {beat:g} (bar {int(beat // song.form.beats_per_bar)}): {pitches}")
        elif args.what == "truth":
            place = args.to / slug
            place.mkdir(parents=True, exist_ok=True)
            (place / "truth.json").write_text(compact(truth(song)), encoding="utf-8")
            (place / "track.toml").write_text(track_toml(song), encoding="utf-8")
        else:
            from tools.soundtrack.plots import plot_track  # matplotlib is slow to start

            print(plot_track(song, decoded(args.to / slug / f"{slug}.ogg"), args.plots))


if __name__ == "__main__":
    main()
