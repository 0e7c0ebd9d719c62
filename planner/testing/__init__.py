"""Helpers that the tests share: small random cases, and the best answer by trying everything."""

from planner.testing.cases import random_case, small_calendar
from planner.testing.everything import best_by_trying_everything

__all__ = ["best_by_trying_everything", "random_case", "small_calendar"]
