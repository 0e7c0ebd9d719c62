"""The first sentences of a sufficiency statement; no table, so nothing heavy is loaded."""

from __future__ import annotations

from planner.results.coming.places import Sufficiency
from planner.results.coming.promise import Promise


def headline(answer: Sufficiency) -> tuple[str, ...]:
    """Return the first sentences: places needed in the first whole year, and the gap."""
    if answer.unanswered:
        return answer.unanswered
    chance = max((row.chance for row in answer.enough), default=0.0)
    rows = [r for r in answer.enough if r.chance == chance and r.promise is Promise.PUPILS]
    years = sorted({row.academic_year for row in rows})
    said = []
    for year in years:
        mine = [row for row in rows if row.academic_year == year]
        short = sum(max(0, row.gap) for row in mine)
        held = sum(row.commissioned for row in mine)
        against = (
            f"{held} are commissioned, and key stages and types that lack places lack {short} "
            "together."
            if held
            else "the tables give no number of commissioned places to hold against it."
        )
        said.append(
            f"{year}: {sum(row.places for row in mine)} places would let {chance:.0%} of pupils "
            f"start by day 6; {against}"
        )
    return tuple(said)
