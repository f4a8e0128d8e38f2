"""All styles of synthetic songs, in the order in which a set goes through them.

Each has the tempo range that people of that style would notate.
"""

from tools.synth.bands import BAND_STYLES
from tools.synth.beats import BEAT_STYLES
from tools.synth.clubs import CLUB_STYLES
from tools.synth.games import GAME_STYLES
from tools.synth.held_out import HELD_OUT_STYLES
from tools.synth.levels import LEVEL_STYLES, METER_STYLES

STYLES = CLUB_STYLES + BEAT_STYLES + BAND_STYLES + HELD_OUT_STYLES
ALL_STYLES = STYLES + LEVEL_STYLES + GAME_STYLES + METER_STYLES
