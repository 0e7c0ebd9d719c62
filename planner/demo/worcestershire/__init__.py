"""Worcestershire in November 2021: real providers and money, made-up pupils."""

from planner.demo.worcestershire.area import AS_AT
from planner.demo.worcestershire.case import worcestershire

__all__ = ["AS_AT", "worcestershire"]
