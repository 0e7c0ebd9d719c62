"""The jobs: the only room where engines meet."""

from planner.jobs.answers import ALLOCATION_STEPS, RUN_STEPS, allocate_case, run_scenario
from planner.jobs.opening import CHECK_STEPS, OPENING_STEPS, SoundCase, check_case, open_case

__all__ = [
    "ALLOCATION_STEPS",
    "CHECK_STEPS",
    "OPENING_STEPS",
    "RUN_STEPS",
    "SoundCase",
    "allocate_case",
    "check_case",
    "open_case",
    "run_scenario",
]
