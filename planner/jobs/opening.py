"""
Opening a case: from a scenario's path to what every engine is given, or every problem in it.

What a check does not need is imported only by the jobs that do, so that it starts quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planner.domain.case import Case
from planner.domain.choices.policy import Policy
from planner.domain.dataset import Dataset
from planner.domain.finance.transport import rates_in_force
from planner.geography.atlas import Atlas, open_atlas
from planner.geography.homes import locate_homes
from planner.jobs.problems import whole_case
from planner.scenario.apply import apply
from planner.scenario.assumed import taken_at
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.tables.read import read_dataset

if TYPE_CHECKING:
    from planner.geography.engines.contract import Engine
    from planner.geography.entitlement.transport import TransportPolicy

Tell = Callable[[str], None]
"""Takes the sentence of the step that begins."""

CHECK_STEPS = 2
"""Steps that are told while a case is checked."""

OPENING_STEPS = CHECK_STEPS + 1
"""Steps that are told while a case is opened."""


def silently(_step: str) -> None:
    """Tell nobody."""


class SoundCase(NamedTuple):
    """A scenario and its tables in which nothing is wrong, with every home located."""

    scenario: Scenario
    dataset: Dataset
    changes: tuple[str, ...]
    """What the scenario changed, one sentence each."""
    atlas: Atlas
    notes: tuple[str, ...]
    """Numbers taken at their central value, and how well the homes are known."""
    tables: Dataset
    """The tables as read, before the scenario changed anything."""


def check_case(path: Path, *, as_at: date | None = None, tell: Tell = silently) -> SoundCase:
    """
    Read a scenario and its tables, and find every problem in them.

    Parameters
    ----------
    path
        The scenario's YAML file.
    as_at
        Day on which the question is asked, if not the scenario's own.
    tell
        Is told each step as it begins.

    Raises
    ------
    ScenarioProblems, InputProblems
        If anything in the files is wrong; the user can mend every problem named.
    """
    with whole_case(path, as_at=as_at):
        tell("Reading the scenario and the tables")
        scenario = load_scenario(path)
        tables = read_tables(scenario, as_at=as_at)
        return sound_case(scenario, tables, open_atlas(scenario.geo), tell=tell)


def read_tables(scenario: Scenario, *, as_at: date | None = None) -> Dataset:
    """Read the tables that a scenario names, before any of its changes."""
    return read_dataset(
        scenario.data,
        as_at=as_at or scenario.as_at,
        allow_identifiers=scenario.settings.allow_identifiers,
        horizon_weeks=scenario.policy().horizon_weeks,
    )


def sound_case(
    scenario: Scenario, tables: Dataset, atlas: Atlas, *, tell: Tell = silently
) -> SoundCase:
    """
    Make a scenario's changes in tables that are read already, and locate every home.

    Raises
    ------
    ScenarioProblems, InputProblems
        With the first kind of problem found.
    """
    dataset, changes = apply(tables, scenario)
    tell("Finding homes")
    dataset, notes = locate_homes(dataset, atlas)
    if scenario.travel_curve is not None or atlas.path("roads") or atlas.path("matrix"):
        # A named curve or a council's own file may be wrong; the usual curves cannot.
        from planner.geography.travel import engine_of

        engine_of(atlas, curve=scenario.travel_curve, peak_factor=scenario.travel_peak_factor)
    return SoundCase(scenario, dataset, changes, atlas, (*taken_at(scenario), *notes), tables)


def open_case(path: Path, *, as_at: date | None = None, tell: Tell = silently) -> Case:
    """
    Check a scenario and its tables, and measure and price every journey.

    Takes and raises what `check_case` does.
    """
    return case_of(check_case(path, as_at=as_at, tell=tell), tell=tell)


def case_of(sound: SoundCase, *, tell: Tell = silently) -> Case:
    """Measure and price every journey of a case that has been checked."""
    from planner.costing.prices import price_notes, price_table
    from planner.geography.entitlement.prices import transport_table
    from planner.geography.travel import engine_of, travel_table

    tell("Measuring and pricing every journey")
    scenario, policy = sound.scenario, sound.scenario.policy()
    engine = engine_of(
        sound.atlas, curve=scenario.travel_curve, peak_factor=scenario.travel_peak_factor
    )
    travel = travel_table(sound.dataset, sound.atlas, engine=engine)
    transport = transport_table(
        sound.dataset,
        travel,
        transport_of(sound, policy),
        engine=engine,
        timetable=timetable_of(sound.atlas, engine),
    )
    return Case(
        dataset=_without_ethnicity(sound.dataset),
        policy=policy,
        travel=travel,
        prices=price_table(sound.dataset, transport.annual_pence),
        scenario_id=scenario.id,
        title=scenario.title,
        question=scenario.question,
        changes=sound.changes,
        whatif=scenario.whatif,
        seed=scenario.settings.seed,
        draws=scenario.settings.draws,
        notes=(*sound.notes, *transport.notes, *price_notes(sound.dataset)),
    )


def not_supposed(case: Case) -> tuple[str, ...]:
    """Say what figures that follow the history alone leave out of a case."""
    if not case.whatif:
        return ()
    return (
        "what this scenario supposes of referrals, routes and stays: planner forecast, places and "
        "compare live through that, these figures follow the history alone",
    )


def _without_ethnicity(dataset: Dataset) -> Dataset:
    """Return the tables as every engine gets them: ethnicity is for the equity audit alone."""
    if not any(referral.ethnicity for referral in dataset.referrals):
        return dataset
    blind = tuple(replace(referral, ethnicity=None) for referral in dataset.referrals)
    return replace(dataset, referrals=blind)


def transport_of(sound: SoundCase, policy: Policy) -> TransportPolicy:
    """Return the authority's transport rules with its own unit costs where it gives any."""
    from planner.geography.entitlement.transport import transport_policy

    rates = rates_in_force(sound.dataset.transport_rates, sound.dataset.as_at)
    costs = sound.atlas.path("transport_costs")
    return transport_policy(policy.transport, rates=rates, costs=costs)


def timetable_of(atlas: Atlas, engine: Engine) -> Engine | None:
    """Return the atlas's timetable as an engine, or None where it has none."""
    from planner.geography.engines.transit import Transit

    path = atlas.path("timetable")
    if path is None:
        return None
    entry = atlas.files["timetable"]
    return Transit(path, f"{entry.what} ({entry.date})", entry.attribution, engine)
