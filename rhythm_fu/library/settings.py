"""The player's settings: read at the start, kept through anything the disk does.

What failed to load is never written over; a damaged file is kept aside and the last good copy takes its place. A file
that does not fit its checksum but reads well was changed by hand or a failing disk: it is taken as it reads, and the
player is told. With unknown fields in it, it is damaged.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from rhythm_fu.errors import LibraryError, RhythmFuError
from rhythm_fu.fight.setup import Scheme
from rhythm_fu.library.disk import copy_name, set_aside, write_text
from rhythm_fu.library.lock import locked

VERSION: Final = 1
"""1: the first published version."""

CHECK: Final = "checksum"

COPIES: Final = 3
"""Earlier good versions kept beside the file."""

Percent = Annotated[int, Meta(ge=0, le=100)]
OffsetMs = Annotated[float, Meta(ge=-1000, le=1000)]
Names = Annotated[tuple[Annotated[str, Meta(max_length=40)], ...], Meta(max_length=8)]


class Quality(Enum):
    """How much is drawn. AUTO lowers itself when frames come late."""

    AUTO = "auto"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class FoleyMode(Enum):
    """When a blow is heard: as pressed; on its beat if pressed early; or laid down on its beat beforehand."""

    INSTANT = "instant"
    QUANTISED = "quantised"
    SCHEDULED = "scheduled"


class ReadError(Exception):
    """A settings file that can't be understood."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a player can choose. Offsets in milliseconds: positive = the player hears or sees later than the clock.

    `keys` and `pad` map a button's name (`strike-left`) to key or pad button names; what is missing has its default.
    `song_folders` are further folders whose charted songs are listed. `seen_hints` are hints that need no repeating.
    """

    audio_offset_ms: OffsetMs = 0.0
    video_offset_ms: OffsetMs = 0.0
    music_volume: Percent = 80
    foley_volume: Percent = 80
    foley_mode: FoleyMode = FoleyMode.QUANTISED
    quality: Quality = Quality.AUTO
    fullscreen: bool = False
    flash_safe: bool = True
    screen_shake: bool = True
    slow_motion: bool = True
    light_line: bool = True
    captions: bool = True
    one_liners: bool = True
    text_scale: Annotated[float, Meta(ge=0.75, le=2.0)] = 1.0
    scheme: Scheme = Scheme.FULL
    no_fail: bool = False
    lead_percent: Annotated[int, Meta(ge=50, le=200)] = 100
    speed_percent: Annotated[int, Meta(ge=50, le=150)] = 100
    keys: Mapping[str, Names] = field(default_factory=lambda: MappingProxyType({}))
    pad: Mapping[str, Names] = field(default_factory=lambda: MappingProxyType({}))
    song_folders: tuple[str, ...] = ()
    seen_hints: frozenset[str] = frozenset()
    last_song: str = ""
    last_level: str = ""


def _checksum(words: Mapping[str, object]) -> str:
    """Of all fields but itself, whatever their order and spacing."""
    told = {name: value for name, value in words.items() if name != CHECK}
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:16]


def fits_checksum(text: str) -> bool:
    """Whether a settings file that can be read is as it was written; one without a checksum does."""
    raw = json.loads(text)
    return CHECK not in raw or raw[CHECK] == _checksum(raw)


def parse_settings(text: str) -> tuple[Settings, Mapping[str, object]]:
    """Settings from a file's text, and fields of a newer game to be kept. Raises ReadError with the fault."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise ReadError(f"not valid JSON ({fault})") from None
    if not isinstance(raw, dict) or raw.get("format") != "rhythm-fu.settings":
        raise ReadError("not a settings file")
    version = raw.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise ReadError(f"made for another version of the game ({version})")
    known = {one.name for one in fields(Settings)}
    extra = {name: value for name, value in raw.items() if name not in known | {"format", "version", CHECK}}
    try:
        made = msgspec.convert({name: value for name, value in raw.items() if name in known}, Settings)
    except (msgspec.ValidationError, OverflowError) as fault:
        raise ReadError(str(fault)) from None
    return replace(made, keys=MappingProxyType(dict(made.keys)), pad=MappingProxyType(dict(made.pad))), extra


def settings_text(settings: Settings, extra: Mapping[str, object] = MappingProxyType({})) -> str:
    """Settings as a file's text; the same settings give the same text."""
    words: dict[str, Any] = {"format": "rhythm-fu.settings", "version": VERSION}  # Any: JSON
    for one in fields(Settings):
        value = getattr(settings, one.name)
        words[one.name] = sorted(value) if isinstance(value, frozenset) else msgspec.to_builtins(_plain(value))
    words |= extra
    return json.dumps({**words, CHECK: _checksum(words)}, indent=2, ensure_ascii=False) + "\n"


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


class SettingsStore:
    """The settings in use; changes as the player changes them. Saving never raises: `notes` tell what went wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.current = Settings()
        self.notes: list[str] = []
        self._extra: Mapping[str, object] = MappingProxyType({})
        self._may_save = True
        self._load()

    def _load(self) -> None:
        try:
            text = self.path.read_text(encoding="utf-8")
            self.current, self._extra = parse_settings(text)
            if not fits_checksum(text):
                if self._extra:
                    raise ReadError(f"unknown field {next(iter(self._extra))}, and its checksum differs")
                self.notes.append(f"{self.path.name} was changed outside the game; it is taken as it reads now")
                self._write(copies=0)
        except FileNotFoundError:
            self._restore()
        except (ReadError, UnicodeDecodeError) as fault:
            self._mend(str(fault))
        except OSError as fault:
            self._keep_out(f"{self.path.name} can't be read ({fault.strerror}): your changes last until you leave")

    def _keep_out(self, note: str) -> None:
        """Play on with what there is, and leave the file alone."""
        self._may_save = False
        self.notes.append(note)

    def _mend(self, fault: str) -> None:
        if "another version" in fault:
            self._keep_out(f"{self.path.name} was {fault}: it is left alone, your changes last until you leave")
            return
        try:
            aside = set_aside(self.path, "damaged")
        except OSError as problem:
            self._keep_out(f"{self.path.name} is damaged ({fault}) and can't be moved ({problem.strerror})")
            return
        self.notes.append(f"{self.path.name} was damaged ({fault}); it is kept as {aside.name}")
        self._restore()

    def _restore(self) -> None:
        """Take the newest copy that can be read, if there is one."""
        for number in range(1, COPIES + 1):
            try:
                text = copy_name(self.path, number).read_text(encoding="utf-8")
                self.current, self._extra = parse_settings(text)
            except (OSError, ReadError, UnicodeDecodeError):
                continue
            self.notes.append(f"your settings come from the last good copy, {copy_name(self.path, number).name}")
            self._write(copies=0)
            return

    def change(self, **changes: Any) -> Settings:  # Any: one type a field; `replace` has no better
        """Set fields by name and save. Values out of range are a bug of the caller's."""
        changed = replace(self.current, **changes)
        parse_settings(settings_text(changed, self._extra))
        if changed != self.current:
            self.current = changed
            self._write(COPIES)
        return self.current

    def _write(self, copies: int) -> None:
        if not self._may_save:
            return

        def check(path: Path) -> None:
            try:
                parse_settings(path.read_text(encoding="utf-8"))
            except (ReadError, UnicodeDecodeError) as fault:
                raise LibraryError(self.path.name, f"came back damaged ({fault})", "check the disk") from None

        try:
            with locked(self.path.with_name("settings.lock"), wait_s=1.0):
                write_text(self.path, settings_text(self.current, self._extra), check, copies)
        except RhythmFuError as fault:
            self.notes.append(f"your settings are not saved: {fault}")
