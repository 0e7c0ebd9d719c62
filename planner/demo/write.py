"""A made-up authority as a folder that the planner can be run on at once."""

from __future__ import annotations

from pathlib import Path

from planner.demo.authority import AS_AT, made_up_authority
from planner.errors import OutputRefused
from planner.tables.write import write_dataset

_SCENARIO = """\
# A made-up authority: {pupils} waiting, seed {seed}. Nobody and no place in it is real.
# Run it with:  planner run base.yaml
title: Made-up authority, {pupils} waiting
question: Which waiting pupil gets which place, and from when?
data: tables          # folder of the tables, beside this file
as_at: {as_at}     # the day on which the question is asked

policy:
  horizon_weeks: 12   # weeks ahead in which pupils may start
  # What an allocation makes small, the most important first. Change the order to change the answer.
  goals:
    - late_days_looked_after
    - late_days
    - unplaced        # stands for the three priorities in their order
    - days_past_place_by
    - need_fit
    - tier_excess
    - minutes_over_guide
    - travel_minutes
    - cost
  # Take the # away to set a limit that the tables do not know.
  # travel_cap_minutes: 60
  # budget_cap_pounds: 250000
  # interim:            # tuition that can be bought for pupils who wait past the due day
  #   sessions_per_week: 10
  #   weekly_pounds: 450

settings:
  seed: {seed}             # start of every random draw
  draws: 1000         # simulated futures of a forecast
"""


def new_case(folder: Path, *, seed: int, pupils: int) -> Path:
    """
    Write a made-up authority's tables and a scenario that asks about them.

    Parameters
    ----------
    folder
        Where to write; it must not exist, or be empty.
    seed
        Seed of the authority.
    pupils
        Waiting pupils. [pupils]

    Returns
    -------
    Path
        The scenario, ``base.yaml``.

    Raises
    ------
    OutputRefused
        If something stands in the folder already, or it cannot be written to.
    """
    _refuse_to_overwrite(folder)
    write_dataset(made_up_authority(seed=seed, pupils=pupils), folder / "tables")
    scenario = folder / "base.yaml"
    text = _SCENARIO.format(pupils=pupils, seed=seed, as_at=AS_AT.isoformat())
    try:
        scenario.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputRefused(f"{scenario} cannot be written ({error.strerror}).") from error
    return scenario


def _refuse_to_overwrite(folder: Path) -> None:
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise OutputRefused(f"{folder} cannot be opened ({error.strerror}).") from error
    if taken:
        raise OutputRefused(
            f"{folder} already holds something, and nothing is written over. Name a new folder."
        )
