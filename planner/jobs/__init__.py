"""The jobs: the only room where engines meet."""

from planner.jobs.opening import OPENING_STEPS, open_case

__all__ = ["OPENING_STEPS", "open_case"]
