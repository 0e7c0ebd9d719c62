"""A goal as a user writes it: which figure, in which years, on which side of which number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from planner.errors import Problem, ScenarioProblems
from planner.jobs.whatif.tasks.figures import figure_named
from planner.results.searches.sweep import Figure
from planner.results.whatif.measures import ALL_YEARS, Topic, Unit
from planner.units import AcademicYear

_FORM = re.compile(
    r"(?P<name>[a-z0-9_]+)(\.(?P<role>mean|median|p10|p90))?(@(?P<when>all|[0-9]{4}/[0-9]{2}))?"
    r"\s*(?P<sign>>=|<=|>|<)\s*(?P<pounds>£?)"
    r"(?P<number>-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?)"
)
_EXAMPLES = '"day6_chance >= 0.95" or "late_days@2026/27 <= 100"'


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure shall be."""

    written: str
    topic: Topic
    name: str
    role: str
    """``mean``, ``median``, ``p10`` or ``p90`` over the futures."""
    when: str | None
    """The one year meant; None where nobody said."""
    unit: Unit
    says: str
    at_least: bool
    strict: bool
    number: float

    def reached(self, figure: float | None) -> bool:
        """Say whether a figure is as asked; none is not."""
        if figure is None:
            return False
        if figure == self.number:
            return not self.strict
        return (figure > self.number) is self.at_least

    def figure_in(self, figures: Iterable[Figure], years: tuple[str, ...]) -> float | None:
        """
        Return the figure meant; of several years, the worst for the goal.

        Parameters
        ----------
        figures
            Of one run.
        years
            School years that lie wholly ahead, or all where none does.
        """
        mine: dict[str, float | None] = {
            each.when: getattr(each, self.role)
            for each in figures
            if each.topic == self.topic and each.name == self.name
        }
        found = [mine.get(when) for when in self._whens(mine, years)]
        values = [value for value in found if value is not None]
        if not values:
            return None
        return min(values) if self.at_least else max(values)

    def _whens(self, there: Collection[str], years: tuple[str, ...]) -> tuple[str, ...]:
        if self.when is not None:
            return (self.when,)
        if self.topic is not Topic.YEARS:
            return tuple(there)
        if self.unit.adds_up:
            return (ALL_YEARS,) if ALL_YEARS in there else tuple(there)
        return years

    def in_words(self, years: tuple[str, ...], told: tuple[str, ...]) -> str:
        """
        Return what the figure is, in words.

        Parameters
        ----------
        years
            School years that lie wholly ahead, or all where none does.
        told
            All school years that were lived through.
        """
        role = {"mean": "mean over futures", "median": "middle future"}.get(
            self.role, f"{self.role[1:]}th in a hundred futures"
        )
        if self.topic is Topic.WAITING:
            return self.says
        if self.topic is Topic.MONEY:
            return f"{self.says} in {self.when or 'the financial year in which it is worst'}"
        meant = told if self.unit.adds_up else years
        if self.when not in (None, ALL_YEARS):
            when = f"in {self.when}"
        elif len(meant) == 1:
            when = f"in {meant[0]}"
        else:
            when = "over all years" if self.unit.adds_up else f"in the worst of {', '.join(meant)}"
        return f"{self.says} {when} ({role})"


def whole_years(figures: Iterable[Figure], as_at: date) -> tuple[str, ...]:
    """Return the school years told that lie wholly ahead of a day; all where none does."""
    told = years_told(figures)
    ahead = [year for year in told if AcademicYear(int(year[:4])).starts >= as_at]
    return tuple(ahead) or told


def years_told(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return the school years of a run, in their order."""
    years = {each.when for each in figures if each.topic == Topic.YEARS}
    return tuple(sorted(years - {ALL_YEARS}))


def target_of(written: str) -> Target:
    """
    Read a goal.

    Examples
    --------
    >>> goal = target_of("day6_chance >= 0.95")
    >>> goal.name, goal.at_least, goal.number
    ('on_time_share', True, 0.95)
    >>> target_of("total_pence@2026/27 <= £1,500,000").number
    150000000.0

    Raises
    ------
    ScenarioProblems
        If it is not understood; the nearest figure is named.
    """
    found = _FORM.fullmatch(" ".join(written.split()))
    if found is None:
        raise _refusal(
            written, "is not a goal.", f"Write a figure, a sign and a number: {_EXAMPLES}."
        )
    figure = figure_named(found["name"], option="--target")
    unit = figure.unit
    number = float(found["number"].replace(",", ""))
    if found["pounds"] and unit is not Unit.PENCE:
        raise _refusal(
            written, f"asks for pounds, and {found['name']} counts {unit}.", "Drop the £."
        )
    if unit in (Unit.SHARE, Unit.CHANCE) and not 0 <= number <= 1:
        what = f"asks for {number:g}, and {found['name']} is a share from 0 to 1."
        raise _refusal(written, what, "Write 0.95 for 95 in a hundred.")
    when = ALL_YEARS if found["when"] == "all" else found["when"]
    return Target(
        written=" ".join(written.split()),
        topic=figure.topic,
        name=figure.name,
        role=found["role"] or "mean",
        when=when,
        unit=unit,
        says=figure.says,
        at_least=found["sign"].startswith(">"),
        strict="=" not in found["sign"],
        number=100 * number if found["pounds"] else number,
    )


def _refusal(written: str, what: str, fix: str) -> ScenarioProblems:
    return ScenarioProblems([Problem("--target", 0, "", written, what, fix)])
