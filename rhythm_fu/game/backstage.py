"""What every scene shares: settings, songs, scores, the sound device, lettering."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rhythm_fu.chart.codec import chart_sha256
from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.errors import DeviceError, RhythmFuError
from rhythm_fu.fight import Fight, FightResult, Setup
from rhythm_fu.fight.resimulate import record
from rhythm_fu.game.audio.cues import Foley
from rhythm_fu.game.audio.foley import BankFoley
from rhythm_fu.game.audio.foley_player import FoleyPlayer
from rhythm_fu.game.audio.headroom import SONG_LEVEL
from rhythm_fu.game.audio.music import MixerMusic, Music, SilentMusic
from rhythm_fu.game.audio.output import RATE, Output, open_mixer
from rhythm_fu.game.audio.pcm import stereo
from rhythm_fu.game.audio.stretch import at_speed
from rhythm_fu.game.input.bindings import Bindings
from rhythm_fu.game.scene import FightPlan, host_now
from rhythm_fu.game.song_clock import Offsets
from rhythm_fu.game.view.quality import Governor
from rhythm_fu.game.view.text import Lettering
from rhythm_fu.library import Folders, Records, Score, Settings, SettingsStore, Song, load_chart, save_replay, shelf
from rhythm_fu.library.records import ranked
from rhythm_fu.replay import dumps
from rhythm_fu.sound import Samples, decode, resample
from rhythm_fu.units import HostTime, ms


def samples_of(song: Song, rate: int = RATE, speed_percent: int = 100) -> Samples:
    """A song decoded by the decoder that charted it, resampled once, at playing speed; shape (n, 2)."""
    audio = decode(song.audio)
    return at_speed(stereo(resample(audio.samples, audio.rate, rate)), rate, speed_percent)


@dataclass(slots=True)
class Backstage:
    """Shared by all scenes; changes as settings, notes and the sound device do.

    `governor` chooses the picture's quality where the settings leave it to us; what it learnt holds for the evening.
    `arena` is where all fights of this evening are danced, empty = where each song wishes. `bundled` is where `tracks/`
    and `charts/` lie, None = where they were installed. `places` remembers the chosen line of each menu, `told` how
    many notes the title has shown. `uses_pad` tells whether prompts should name a pad's buttons; `show_pointer` shows
    or hides the mouse.
    """

    folders: Folders
    store: SettingsStore
    output: Output | None
    music: Music
    foley: FoleyPlayer
    letters: Lettering
    notes: list[str] = field(default_factory=list)
    host: Callable[[], HostTime] = host_now
    breathe: Callable[[], None] = lambda: None
    rebind: Callable[[Bindings], None] = lambda _: None
    uses_pad: Callable[[], bool] = lambda: False
    show_pointer: Callable[[bool], object] = lambda _: None
    places: dict[str, int] = field(default_factory=dict)
    told: int = 0
    loads_in_background: bool = True
    bundled: Path | None = None
    governor: Governor = field(default_factory=Governor)
    arena: str = ""

    @classmethod
    def opened(
        cls, folders: Folders | None = None, *, is_silent: bool = False, foley: Foley | None = None
    ) -> "Backstage":
        """With the sound device if there is one, and a note in plain words if not."""
        folders = folders or Folders.of_player()
        store = SettingsStore(folders.settings_file)
        notes = list(store.notes)
        output: Output | None = None
        if not is_silent:
            try:
                output = open_mixer()
            except DeviceError as fault:
                notes.append(str(fault))
        music: Music = MixerMusic(output) if output else SilentMusic()
        player = FoleyPlayer(foley or BankFoley(), output)
        stage = cls(folders, store, output, music, player, Lettering(store.current.text_scale), notes)
        stage.apply()
        return stage

    @property
    def settings(self) -> Settings:
        """The player's settings as they are now."""
        return self.store.current

    @property
    def bindings(self) -> Bindings:
        """The player's keys."""
        return Bindings.read(self.settings.keys, self.settings.pad)

    @property
    def offsets(self) -> Offsets:
        """What stands between the mixer and the player's ear."""
        device = self.output.latency if self.output else 0
        return Offsets(device=device, player=ms(self.settings.audio_offset_ms))

    @property
    def setup(self) -> Setup:
        """How the player wants to fight."""
        chosen = self.settings
        return Setup(
            chosen.scheme, no_fail=chosen.no_fail, speed_percent=chosen.speed_percent, lead_percent=chosen.lead_percent
        )

    @property
    def music_level(self) -> float:
        """How loud the song is heard, 0..1: what is left belongs to the blows."""
        return SONG_LEVEL * self.settings.music_volume / 100

    def apply(self) -> None:
        """Make volumes and text size what the settings say."""
        self.music.set_volume(self.music_level)
        self.foley.volume = self.settings.foley_volume / 100
        self.letters.scale = self.settings.text_scale

    def change(self, **changes: Any) -> None:  # Any: one type a field, as the store's own
        """Set settings by name, keep them and apply them; what can't be kept is noted."""
        self.store.change(**changes)
        self._tell(self.store.notes)
        self.apply()

    def songs(self) -> tuple[Song, ...]:
        """Everything there is to play; what can't be used is noted."""
        found = shelf(self.folders, [Path(one).expanduser() for one in self.settings.song_folders], self.bundled)
        self._tell(found.problems)
        return found.songs

    def chart(self, song: Song) -> Chart:
        """A song's chart."""
        return load_chart(song.chart)

    def best(self, chart: Chart, level: Level, setup: Setup) -> Score | None:
        """The best score of this board, None if there is none or the scores can't be read."""
        try:
            with Records(self.folders.records) as records:
                best = records.best(chart_sha256(chart), level, setup.scheme, setup.speed_percent)
            self._tell(records.notes)
            return best
        except RhythmFuError as fault:
            self.notes.append(str(fault))
            return None

    def keep(self, plan: FightPlan, fight: Fight, result: FightResult) -> int | None:
        """Write replay and score; returns the best Precision before this one. What fails is noted, never raised."""
        before = self.best(fight.chart, plan.level, plan.setup)
        now = int(time.time())
        try:
            content = dumps(record(fight)).encode()
            replay = save_replay(self.folders.replays, plan.song.slug, plan.level.value, now, content)
            score = Score(
                chart_sha256(fight.chart), plan.song.title, plan.level, now, result.precision, result.style_points,
                result.accuracy, result.grade, result.style_grade, plan.setup.scheme, plan.setup.speed_percent,
                result.best_combo, replay=replay.name,
            )  # fmt: skip
            with Records(self.folders.records) as records:
                records.add(
                    ranked(
                        score,
                        has_failed=result.has_failed,
                        no_fail=plan.setup.no_fail,
                        autoplay=plan.setup.autoplay,
                    )
                )
            self._tell(records.notes)
        except RhythmFuError as fault:
            self.notes.append(str(fault))
        return before.precision if before else None

    def _tell(self, notes: Iterable[str]) -> None:
        """Show the player what is new among these."""
        self.notes.extend(note for note in dict.fromkeys(notes) if note not in self.notes)
