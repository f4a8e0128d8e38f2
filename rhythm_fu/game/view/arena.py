"""An arena as its folder says it: `arena.toml` and images. A modder adds one without code.

Everything stands in the world by two numbers in pixels at zoom 1: `x`, which repeats every `period`, and
how far `above` the floor line. `depth` is how far a layer goes with the camera: 0 stands still, 1 moves with the floor.
Layers are painted in the order they are written.
"""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Annotated, Final

import msgspec

from rhythm_fu.errors import RhythmFuError
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.palette import from_hex
from rhythm_fu.game.view.drive import Channel
from rhythm_fu.library import Folders

FILE_NAME: Final = "arena.toml"
BUILT_IN: Final = Path(__file__).parents[1] / "assets" / "arenas"
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Hex = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$")]
Place = tuple[float, float]
"""x and above."""


class ArenaError(RhythmFuError):
    """An arena folder that can't be used."""


class _Layer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    depth: float = 0.5
    period: float = 1920
    quality: int = 0
    """The lowest quality step that still paints this layer; 0 always."""


class Plane(_Layer, frozen=True, kw_only=True, tag="plane"):
    """One image across the whole period; `scale` 2 means it was painted at half size."""

    image: str
    above: float = 0
    scale: float = 1


class Lamps(_Layer, frozen=True, kw_only=True, tag="lamps"):
    """An image that lights up at each place, over the unlit wall. `lag_ms` runs outward from the middle."""

    image: str
    at: tuple[Place, ...]
    drive: Channel = Channel.KICK
    low: Share = 0.1
    high: Share = 1.0
    turns: int = 1
    lag_ms: float = 0
    added: bool = False


class Glows(_Layer, frozen=True, kw_only=True, tag="glows"):
    """Round or flat soft light at each place."""

    at: tuple[Place, ...]
    radius: float
    colours: tuple[Hex, ...]
    drive: Channel = Channel.STEADY
    low: Share = 0.4
    high: Share = 1.0
    flat: float = 1.0
    hardness: float = 2.2
    flicker: Share = 0


class Beams(_Layer, frozen=True, kw_only=True, tag="beams"):
    """Lamps that sweep with the beat; `swing` degrees over `beats` beats. In a build they close on the middle."""

    at: tuple[Place, ...]
    length: float
    spread: float = 40
    colours: tuple[Hex, ...]
    drive: Channel = Channel.KICK
    low: Share = 0.25
    high: Share = 0.8
    swing: float = 22
    beats: float = 8
    lean: float = 0


class Shafts(_Layer, frozen=True, kw_only=True, tag="shafts"):
    """Daylight through windows: slanted bands of light."""

    at: tuple[Place, ...]
    width: float
    height: float
    lean: float = 0.5
    colours: tuple[Hex, ...]
    drive: Channel = Channel.ENERGY
    low: Share = 0.3
    high: Share = 0.6


class Rings(_Layer, frozen=True, kw_only=True, tag="rings"):
    """Circles of light that open with the bass. The first of `radii` is the bright one."""

    at: tuple[Place, ...]
    radii: tuple[float, ...]
    colours: tuple[Hex, ...]
    drive: Channel = Channel.KICK
    low: Share = 0.35
    high: Share = 1.0
    opens: float = 14


class Crowd(_Layer, frozen=True, kw_only=True, tag="crowd"):
    """People from a sheet of `cells` across and two rows (arms down, arms up), in rows that bounce on the kick."""

    image: str
    cells: int
    rows: int = 2
    spacing: float = 34
    above: float = 0
    row_step: float = 16
    bounce: float = 9
    quiet: bool = False


class Hanging(_Layer, frozen=True, kw_only=True, tag="hanging"):
    """Something on a chain, such as a chandelier: it sways, glitters on the hats, and glows."""

    image: str
    lit: str = ""
    at: tuple[Place, ...]
    chain: Hex = "#a08050"
    glow: Hex = "#ffd9a0"
    drive: Channel = Channel.KICK
    low: Share = 0.5
    high: Share = 1.0
    sway: float = 1.2
    radius: float = 150


class Flames(_Layer, frozen=True, kw_only=True, tag="flames"):
    """Candle flames that duck with the kick and stand tall in a build."""

    at: tuple[Place, ...]
    size: float = 10
    colours: tuple[Hex, ...] = ("#ffd08a",)
    drive: Channel = Channel.KICK
    radius: float = 60


class Dust(_Layer, frozen=True, kw_only=True, tag="dust"):
    """Motes that drift in the light."""

    count: int = 60
    size: float = 2.5
    colour: Hex = "#ffffff"
    drift: float = 14
    rise: float = -6
    level: Share = 0.7


class Mirrors(_Layer, frozen=True, kw_only=True, tag="mirrors"):
    """Two panes that reflect the fight, left and right. They stand still on the screen, like the marks."""

    left: tuple[float, float, float, float] = (98, 8, 230, 384)
    """x, above, width, height of the left pane on the screen."""
    right: tuple[float, float, float, float] = (952, 8, 230, 384)
    tint: Hex = "#203050"
    frame: Hex = "#c0d8ff"
    clear: Share = 0.85
    echoes: tuple[tuple[float, float, float, float], ...] = ()
    """Smaller images of the dancer in the back wall: size, pixels above the floor, strength, pixels aside."""


class Front(_Layer, frozen=True, kw_only=True, tag="front"):
    """Something between us and the fight: dark, out of focus, passing quicker than the room.

    It never covers the fight: what reaches up among the fighters is seen at the picture's sides only. `x` and `above`
    are the middle of its foot; `above` is below the floor line where it is negative (-188 is the picture's lower edge).
    """

    image: str
    at: tuple[Place, ...]
    depth: float = 1.6
    scale: float = 2
    blur: Annotated[int, msgspec.Meta(ge=0, le=24)] = 5
    drive: Channel = Channel.KICK
    bounce: float = 0
    sway: float = 0


Layer = Plane | Lamps | Glows | Beams | Shafts | Rings | Crowd | Hanging | Flames | Dust | Mirrors | Front


class Palette(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The arena's colours: the silhouettes' ink, the two rim lights, sparks and flashes, the tint of glass.

    `flawless` and `core` draw the stars of blows: light on a dark room, dark on a bright one.
    """

    ink: Hex
    left: Hex
    right: Hex
    accent: Hex
    warm: Hex = "#ffd9a0"
    haze: Hex = "#303040"
    flawless: Hex = "#38e8ff"
    core: Hex = "#ffffff"

    def colour(self, name: str) -> Colour:
        """A colour by its name here."""
        return from_hex(getattr(self, name))


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the finished picture is treated. `bloom_over` is the brightness, 0..255, above which things bleed light;
    `behind` how strong the light behind the fighters is: a bright room needs little, and there it would flash.
    """

    bloom: Share = 0.5
    bloom_over: int = 40
    vignette: Share = 0.5
    dull: Share = 0.45
    zoom: float = 0.88
    behind: Share = 1.0


class Floor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The floor: how glossy, its colour at the wall and at the front, and its lines."""

    far: Hex
    near: Hex
    reflects: Share = 0.55
    tint: Hex = "#ffffff"
    """The colour that the floor gives to what it reflects."""
    line: Hex = "#ffffff"
    line_level: Share = 0.12
    boards: int = 22
    rows: int = 7
    edge: Hex = "#000000"
    edge_level: Share = 0
    pools: tuple[Hex, ...] = ()
    pool_drive: Channel = Channel.KICK


class Motion(Enum):
    """How a drop's prop comes down. Falling, toppling and draping END on the event; fanning and bursting begin with it.

    What drapes is a cloth across the whole picture, behind the fighters: it drops, swings out and is drawn up again.
    """

    FALLS = "falls"
    TOPPLES = "topples"
    FANS = "fans"
    BURSTS = "bursts"
    DRAPES = "drapes"


class Wreck(Enum):
    """What becomes of what fell: pressed flat, over on its side, in two halves, or its top sunk into its foot."""

    CRUSHES = "crushes"
    TIPS = "tips"
    SPLITS = "splits"
    SINKS = "sinks"


class DropProp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the drop brings down. `x` is where it lands, on the screen; `image` is what falls, if one is needed.

    `above` is where a falling thing hangs, or the middle of what bursts, which is `width` x `height`. `pieces` is a
    sheet of `cells` across, one after another what it throws off from its left end to its right one.
    """

    prop: str
    motion: Motion = Motion.FALLS
    x: float = 960
    above: float = 430
    width: float = 200
    height: float = 300
    image: str = ""
    scale: float = 1
    wreck: Wreck = Wreck.CRUSHES
    pieces: str = ""
    cells: Annotated[int, msgspec.Meta(ge=1)] = 8
    shards: tuple[Hex, ...] = ("#ffffff",)
    count: int = 90


class Arena(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole arena. `drops` are the props it has; a chart's drop that names none of them gets the first."""

    title: str
    palette: Palette
    floor: Floor
    layers: tuple[Layer, ...]
    look: Look = Look()
    drops: tuple[DropProp, ...] = ()


class ArenaFolders:
    """Folders that are asked in order for an arena and its images; each lets the next answer what it has not got.

    Those given come first, then `arenas` among the player's data, then what came with the game.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._folders = (*folders, Folders.of_player().data / "arenas", BUILT_IN)

    def names(self) -> tuple[str, ...]:
        """Every arena found, built-in ones in story order and then the others by name."""
        found = {path.parent.name for folder in self._folders for path in folder.glob(f"*/{FILE_NAME}")}
        ordered = [name for name in STORY_ORDER if name in found]
        return (*ordered, *sorted(found - set(STORY_ORDER)))

    def find(self, arena: str, file: str) -> Path:
        """The first folder's file for this arena. Raises ArenaError if none has it."""
        for folder in self._folders:
            path = folder / arena / file
            if path.is_file():
                return path
        raise ArenaError(
            f"arena {arena}",
            f"{file} is missing",
            f"put it in one of: {', '.join(str(f / arena) for f in self._folders)}",
        )

    def load(self, arena: str) -> Arena:
        """The arena as written. Raises ArenaError with the field at fault."""
        if arena not in self.names():
            raise ArenaError(f"arena {arena}", "there is no such arena", f"choose one of: {', '.join(self.names())}")
        path = self.find(arena, FILE_NAME)
        try:
            return msgspec.toml.decode(path.read_bytes(), type=Arena)
        except msgspec.DecodeError as fault:
            raise ArenaError(str(path), str(fault), "see docs/arenas.md for the fields") from fault


STORY_ORDER: Final = ("conservatory", "initiation", "nightclub", "banquet", "mirrors", "opera")


def arenas(folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """The names of all arenas there are."""
    return ArenaFolders(folders).names()
