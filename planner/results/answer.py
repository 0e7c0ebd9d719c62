"""Everything one run of a scenario found, gathered for the reports."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.domain.case import Case
from planner.results.coming.futures import CapacityPlan, DemandForecast
from planner.results.finance.money import CostStatement
from planner.results.placing.allocation import Allocation, Breach
from planner.results.placing.equity import EquityAudit
from planner.results.recorded.changes import OfferChange
from planner.results.recorded.record import RunRecord
from planner.results.whatif.comparison import Comparison
from planner.results.whatif.register import RegisterRow


@dataclass(frozen=True)
class Answer:
    """One case with what each engine said of it."""

    case: Case
    allocation: Allocation
    warnings: tuple[Breach, ...]
    """What policy packs set to warn would have barred, and standing breaches in the tables."""
    forecast: DemandForecast
    plan: CapacityPlan
    statement: CostStatement
    register: tuple[RegisterRow, ...] = ()
    """What the scenario assumes, change by change."""
    comparison: Comparison | None = None
    """The scenario beside its base in the same futures; None for one without a base."""
    equity: EquityAudit = field(default_factory=EquityAudit)
    """What the allocation means for groups of those who wait."""
    previous: RunRecord | None = None
    """The earlier plan that this one was made anew from."""
    changes: tuple[OfferChange, ...] = ()
    """What differs from the earlier plan."""
