"""What a stress test found: which loss breaks sufficiency first, and the cheapest way back."""

from __future__ import annotations

from dataclasses import dataclass

from planner.units import Pence


@dataclass(frozen=True, slots=True)
class Rescue:
    """One way to have no more pupils late than without the shock, or as near as was tried."""

    means: str
    """``places`` or ``spot``."""
    parts: tuple[tuple[str, int], ...]
    """Commissions with the places added to each; empty for spot purchase."""
    enough: bool
    """Whether the pupils late are then no more than without the shock."""
    late_pupils: float | None
    """Pupils late over all years, mean over futures; None where it is not simulated."""
    yearly_pence: Pence | None
    """At the prices in the tables; None where they give none."""
    says: str


@dataclass(frozen=True, slots=True)
class Stressed:
    """One shock and what it does, against the same futures without it."""

    kind: str
    subject: str
    says: str
    places_lost: int
    put_out: int | None
    """Pupils in a place who lose it; None where they are too few to be told."""
    late_pupils: float
    """Over all years, mean over futures."""
    late_more: float
    late_days_more: float
    unmet_more: float
    on_time_share: float
    """In the year in which it is lowest."""
    broken_year: str
    """First school year in which the promise is kept without the shock and not with it."""
    rescues: tuple[Rescue, ...] = ()
    """The cheapest that is enough first; empty where none was looked for."""
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Stress:
    """A whole stress test, the worst shock first."""

    title: str
    promise: float
    """Share of pupils who are to start within five school days."""
    base_late_pupils: float
    base_on_time: tuple[tuple[str, float], ...]
    """School year and share on time without any shock."""
    shocks: tuple[Stressed, ...]
    assumed: tuple[str, ...]

    @property
    def base_broken(self) -> tuple[str, ...]:
        """School years in which the promise is not kept even without a shock."""
        return tuple(year for year, share in self.base_on_time if share < self.promise)
