"""Tempo maps: where each tick of the beat grid lies in the song."""

from rhythm_fu.timing.tempo_map import Meter, TempoAnchor, TempoMap

__all__ = ["Meter", "TempoAnchor", "TempoMap"]
