"""Song to files: samples, OGG, track.toml, truth.json."""

import json
from pathlib import Path

import numpy as np
import soundfile as sf

from tools.soundtrack.effects import Stage
from tools.soundtrack.form import Song
from tools.soundtrack.kernels import SR, Stereo
from tools.soundtrack.mastering import CEILING_DB, mastered, true_peak_db
from tools.soundtrack.mixing import Strip, mixed
from tools.soundtrack.patch import rng_for

BLOCK = 5 * SR
"""Frames a write: libsndfile's Vorbis encoder crashes when one call brings a whole track."""
PEAK_LIMIT_DB = -1.03


def kicks_of(strips: list[Strip]) -> np.ndarray:
    """Beats of every kick, rising."""
    beats = {n.beat for s in strips if s.is_kick for n in s.line if n.velocity >= 0.5}
    return np.array(sorted(beats), dtype=np.float64)


def stage_for(song: Song, strips: list[Strip]) -> Stage:
    """The whole song's stage."""
    return Stage(song.clock, int(song.length_s * SR), rng_for(song.seed, "stage"), kicks_of(strips))


def excerpt(song: Song, first_bar: int, bars: int) -> Stereo:
    """The unmastered mix of some bars only, from the first one's downbeat on; quick enough for tests."""
    from dataclasses import replace

    per_bar = song.form.beats_per_bar
    start, end = first_bar * per_bar, (first_bar + bars) * per_bar
    strips = [replace(s, line=tuple(n for n in s.line if start <= n.beat < end)) for s in song.write()]
    clock = song.clock.shifted(float(song.clock.straight(start)))
    n = int(float(clock.straight(end)) * SR)
    stage = Stage(clock, n, rng_for(song.seed, "stage"), kicks_of(strips))
    return mixed(replace(song, clock=clock), [s for s in strips if s.line], stage)


def write_ogg(path: Path, x: Stereo, quality: float = 0.58) -> None:
    """Vorbis, `quality` 0..1 as its encoder counts (0.58 gives 170 to 200 kbit/s here)."""
    with sf.SoundFile(path, "w", SR, 2, format="OGG", subtype="VORBIS", compression_level=1.0 - quality) as out:
        for i in range(0, x.shape[1], BLOCK):
            out.write(x[:, i : i + BLOCK].T)


def decoded(path: Path) -> Stereo:
    """What a player hears."""
    return np.ascontiguousarray(sf.read(path, dtype="float64", always_2d=True)[0].T)


def truth(song: Song) -> dict[str, object]:
    """Everything an analysis should find, in seconds since sample 0 of the decoded track, to the microsecond."""
    form, clock = song.form, song.clock
    beats = np.arange(int(form.beats) + 1)
    at = [round(float(s), 6) for s in clock.straight(beats)]
    spans = list(form.spans.values())
    return {
        "format": "rhythm-fu.truth",
        "version": 1,
        "track": song.slug,
        "bpm": clock.bpm,
        "meter": {"beats": clock.beats_per_bar, "unit": 4},
        "tempo": [
            {"beat": int(b), "at": round(float(clock.straight(b)), 6), "bpm": bpm} for b, bpm in clock.steps
        ],
        "swing": clock.swing,
        "key": song.key,
        "beats": at,
        "downbeats": at[:: clock.beats_per_bar],
        "sections": [
            {
                "name": s.section.name, "kind": s.section.kind, "beat": int(s.start), "bars": s.bars,
                "start": at[int(s.start)], "end": at[int(s.end)],
            }
            for s in spans
        ],
        "drops": [
            {"at": at[int(s.start)], "beat": int(s.start), "kind": s.section.landing, "section": s.section.name}
            for s in spans
            if s.section.landing
        ],
    }  # fmt: skip


def track_toml(song: Song) -> str:
    """The track's card."""
    lines = [
        f'title = "{song.title}"',
        'artist = "Rhythm Fu"',
        'licence = "CC BY 4.0"',
        f'style = "{song.style}"',
        f'arena = "{song.arena}"',
        f'chapter = "{song.chapter}"',
        f"seed = {song.seed}",
        f'about = "{song.about}"',
        f"sources = {json.dumps(list(song.sources), ensure_ascii=False)}",
    ]
    return "\n".join(lines) + "\n"


def compact(data: dict[str, object]) -> str:
    """JSON with one key a line and lists of numbers on one line each."""
    rows = []
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n".join("    " + json.dumps(v) for v in value)
            rows.append(f'  "{key}": [\n{inner}\n  ]')
        else:
            rows.append(f'  "{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(rows) + "\n}\n"


def produce(song: Song, folder: Path, quality: float = 0.58) -> Path:
    """Write <folder>/<slug>/ whole; if decoding peaks above -1 dBTP, master again with a lower ceiling."""
    place = folder / song.slug
    place.mkdir(parents=True, exist_ok=True)
    (place / "truth.json").write_text(compact(truth(song)), encoding="utf-8")
    (place / "track.toml").write_text(track_toml(song), encoding="utf-8")
    strips = song.write()
    stage = stage_for(song, strips)
    mix = mixed(song, strips, stage)
    ogg = place / f"{song.slug}.ogg"
    ceiling = CEILING_DB
    for _ in range(4):
        write_ogg(ogg, mastered(mix, stage, song.lufs, ceiling), quality)
        over = true_peak_db(decoded(ogg)) - PEAK_LIMIT_DB
        if over <= 0.0:
            break
        ceiling -= over + 0.1
    return ogg
