"""Who stands where, in which move and phase: the whole fight as figures, for any moment."""

from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.attackers import Attackers
from rhythm_fu.game.view.choreography import Choreography, Repertoire, moments
from rhythm_fu.game.view.dance import Dance
from rhythm_fu.units import SongTime


class Cast:
    """The dancer and everybody who comes for her. The dance is planned for the whole level when this is made."""

    def __init__(self, chart: Chart, level: Level, figures: Figures | None = None) -> None:
        figures = figures or Figures()
        found = chart.level(level)
        events = found.events if found is not None else ()
        tempo = chart.tempo

        def half_beat(at: int) -> int:
            return tempo.beat_length(at) // 2

        beat = tempo.beat_length(events[0].at) if events else tempo.beat_length(0)
        self.choreography = Choreography(moments(events, beat), Repertoire(figures.moves("dancer")))
        self._dance = Dance(self.choreography, half_beat, lambda move: figures.reach("dancer", move))
        self._attackers = Attackers(figures.moves, half_beat)

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:
        """Everybody on stage, back to front. The same view and moment give the same figures."""
        everybody = (*self._attackers.at(view, now), self._dance.at(view, now))
        return tuple(sorted(everybody, key=lambda figure: figure.order))
