"""A fight as it is seen at one moment. Looking changes nothing."""

from collections.abc import Sequence

from rhythm_fu.fight.arsenal import Arsenal
from rhythm_fu.fight.blows import Blows
from rhythm_fu.fight.en_pointe import EnPointe
from rhythm_fu.fight.hold import Hold
from rhythm_fu.fight.poise import Poise
from rhythm_fu.fight.score import Score
from rhythm_fu.fight.view import Action, FightView, TargetView
from rhythm_fu.units import START, SongTime


def look(
    now: SongTime,
    *,
    score: Score,
    arsenal: Arsenal,
    poise: Poise,
    en_pointe: EnPointe,
    hold: Hold,
    blows: Blows,
    targets: tuple[TargetView, ...],
    actions: Sequence[Action],
    down_until: SongTime | None,
    knockdowns_left: int | None,
    is_table_near: bool,
    is_over: bool,
    has_failed: bool,
) -> FightView:
    """The view of a fight's parts. What falls due by `now` must have been decided."""
    armed_until, off_balance = en_pointe.until, poise.off_balance_until
    is_armed = en_pointe.reaches(now)
    ahead = hold.ahead(now) if hold.began is not None else None
    return FightView(
        now=now,
        targets=targets,
        judgements=tuple(score.judgements[-24:]),
        actions=tuple(actions[-8:]),
        errors=tuple(score.errors[-40:]),
        style_points=score.style_points,
        multiplier=score.multiplier,
        combo=score.precision.combo,
        best_combo=score.precision.best_combo,
        precision=score.precision.points,
        accuracy=score.precision.accuracy,
        grace=score.grace.level,
        tier=score.grace.tier,
        health=0.0 if down_until is not None or has_failed else score.health,
        rounds=arsenal.rounds,
        plates=arsenal.plates,
        is_armed=is_armed,
        armed_until=armed_until if is_armed and armed_until is not None else START,
        hold_from=hold.began,
        hold_until=ahead.at if ahead is not None else None,
        down_until=down_until,
        off_balance_until=SongTime(off_balance) if off_balance is not None and now < off_balance else None,
        knockdowns_left=knockdowns_left,
        panes=arsenal.panes,
        is_over=is_over,
        has_failed=has_failed,
        blows=tuple(blows.landed[-8:]),
        is_table_near=is_table_near,
        shattered=arsenal.shattered,
    )
