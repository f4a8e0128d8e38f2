"""Who stands where, in which move and phase: the whole fight as figures, for any moment."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Final

from rhythm_fu.chart.model import Chart, Event, Kind, Level, Side
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.attackers import Attackers
from rhythm_fu.game.view.choreography import Choreography, Repertoire, Step, moments
from rhythm_fu.game.view.dance import Dance
from rhythm_fu.game.view.poses import Poses
from rhythm_fu.units import SongTime

DANCER: Final = "dancer"


class Cast:
    """The dancer and everybody who comes for her. The dance is planned for the whole level when this is made.

    It is planned twice, for the level as charted and with its sides exchanged: the mirror modifier is known by its
    targets.
    """

    def __init__(self, chart: Chart, level: Level, figures: Figures | None = None) -> None:
        figures = figures or Figures()
        found = chart.level(level)
        events = found.events if found is not None else ()
        tempo = chart.tempo
        poses = Poses(figures, DANCER)
        repertoire = Repertoire(figures.moves(DANCER), poses.short)

        def half_beat(at: int) -> int:
            return tempo.beat_length(at) // 2

        def danced(planned: Iterable[Event]) -> Dance:
            choreography = Choreography(moments(planned, beat), repertoire)
            return Dance(choreography, half_beat, poses)

        beat = tempo.beat_length(events[0].at) if events else tempo.beat_length(0)
        self._dance = danced(events)
        self._mirrored = danced(replace(e, side=e.side.other) if e.side else e for e in events)
        self._attackers = Attackers(figures.moves, half_beat)
        self._sides: dict[int, set[Side]] = {}
        for event in events:
            if event.side is not None and event.kind is not Kind.DOUBLE:
                self._sides.setdefault(int(event.at), set()).add(event.side)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The dance as planned for the level as charted."""
        return self._dance.steps

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:
        """Everybody on stage, back to front. The same view and moment give the same figures."""
        everybody = (*self._attackers.at(view, now), self.dancer(view, now))
        return tuple(sorted(everybody, key=lambda figure: figure.order))

    def dancer(self, view: FightView, now: SongTime) -> FigureAt:
        """Her alone: what a trail asks for again and again."""
        return (self._mirrored if self._is_mirrored(view) else self._dance).at(view, now)

    def _is_mirrored(self, view: FightView) -> bool:
        """Whether what is fought stands on the other side from where it was charted."""
        fought = chain((t.event for t in view.targets), (j.event for j in view.judgements))
        return any(e.side is not None and e.side not in self._sides.get(int(e.at), {e.side}) for e in fought)
