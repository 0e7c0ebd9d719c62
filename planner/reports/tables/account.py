"""Tables that give account: goals, costs, findings, assumptions and warnings."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from planner.reports.tables.words import (
    FINDING_KIND_SAYS,
    FUNDING_SOURCE_SAYS,
    PAYER_SAYS,
    amount_says,
    goal_says,
    provider_name,
)
from planner.results.answer import Answer
from planner.results.finance.money import Payer

GOALS = ("order", "goal", "goal_says", "value", "bound", "unit", "proven")
COSTS = (
    "provider",
    "kind",
    "commission_id",
    "year",
    "payer",
    "funding_source",
    "quantity",
    "unit",
    "rate_pence",
    "rate_unit",
    "amount_pence",
    "detail",
    "section_251",
    "cost_code",
    "source",
)
ASSUMPTIONS = ("table", "record", "column", "assumed_value", "because")
REGISTER = ("assumption", "numbers", "because", "evidence", "owner", "reviewed", "written_in")
FINDINGS = ("code", "finding_kind", "sentence", "arithmetic")
WARNINGS = ("rule", "subjects", "sentence")


def goals(answer: Answer) -> pd.DataFrame:
    """Return the goals in the scenario's order, each with its value, bound and proof."""
    rows = [
        {
            "order": order,
            "goal": goal.goal,
            "goal_says": goal_says(goal.goal),
            "value": goal.value,
            "bound": goal.bound,
            "unit": goal.unit,
            "proven": goal.proven,
        }
        for order, goal in enumerate(answer.allocation.goals, start=1)
    ]
    return pd.DataFrame(rows, columns=list(GOALS), dtype=object)


def goals_written(answer: Answer) -> pd.DataFrame:
    """Return the goals with value and bound written out, unit included."""
    frame = goals(answer)
    pairs = zip(frame["value"], frame["bound"], frame["unit"], strict=True)
    says = [(amount_says(value, unit), amount_says(bound, unit)) for value, bound, unit in pairs]
    frame["value_says"] = [value for value, _ in says]
    frame["bound_says"] = [bound for _, bound in says]
    return frame[["order", "goal_says", "value_says", "bound_says", "proven"]]


def costs(answer: Answer) -> pd.DataFrame:
    """Return every line of the cost statement."""
    rows = [
        {
            "provider": provider_name(answer.case.dataset, line.provider_id),
            "kind": line.kind.says,
            "commission_id": line.commission_id,
            "year": line.year,
            "payer": PAYER_SAYS[line.payer],
            "funding_source": FUNDING_SOURCE_SAYS[line.funding_source],
            "quantity": line.quantity,
            "unit": line.unit,
            "rate_pence": line.rate_pence,
            "rate_unit": line.rate_unit,
            "amount_pence": line.pence,
            "detail": line.detail,
            "section_251": line.section_251,
            "cost_code": line.cost_code,
            "source": line.source,
        }
        for line in answer.statement.lines
    ]
    return pd.DataFrame(rows, columns=list(COSTS), dtype=object)


def costs_by_payer(answer: Answer) -> pd.DataFrame:
    """Return the cost by provider (rows, with a total) and payer (columns), in pence."""
    amounts: Counter[tuple[str, str]] = Counter()
    for line in answer.statement.lines:
        name = provider_name(answer.case.dataset, line.provider_id)
        amounts[name, PAYER_SAYS[line.payer]] += line.pence
    names = sorted({name for name, _ in amounts})
    payers = [PAYER_SAYS[payer] for payer in Payer]
    shown = [payer for payer in payers if any(amounts[name, payer] for name in names)]
    rows: list[dict[str, object]] = []
    for name in names:
        by_payer = {payer: amounts[name, payer] for payer in shown}
        rows.append({"provider": name, **by_payer, "All": sum(by_payer.values())})
    totals = {payer: sum(amounts[name, payer] for name in names) for payer in shown}
    rows.append({"provider": "All providers", **totals, "All": sum(totals.values())})
    return pd.DataFrame(rows, columns=["provider", *shown, "All"], dtype=object)


def findings(answer: Answer) -> pd.DataFrame:
    """Return what does not reconcile in the costs, with the arithmetic."""
    rows = [
        (one.code, FINDING_KIND_SAYS[one.kind], one.sentence, one.arithmetic)
        for one in answer.statement.findings
    ]
    return pd.DataFrame(rows, columns=list(FINDINGS), dtype=object)


def assumptions(answer: Answer) -> pd.DataFrame:
    """Return the values that somebody had to assume, and the notes of the engines."""
    rows = [
        (one.table, one.record, one.column, one.value, one.because)
        for one in answer.case.dataset.assumptions
    ]
    rows += [("", "", "", "", note) for note in answer.case.notes]
    return pd.DataFrame(rows, columns=list(ASSUMPTIONS), dtype=object)


def register(answer: Answer) -> pd.DataFrame:
    """Return what the scenario assumes, change by change, with why, on what and by whom."""
    rows = [
        (
            one.sentence,
            one.value,
            one.because,
            one.evidence,
            one.owner,
            one.reviewed,
            one.where,
        )
        for one in answer.register
    ]
    return pd.DataFrame(rows, columns=list(REGISTER), dtype=object)


def warnings(answer: Answer) -> pd.DataFrame:
    """Return the warnings about the tables and about single placements."""
    rows = [(one.rule, ", ".join(one.subjects), one.sentence) for one in answer.warnings]
    rows += [
        (reason.rule, placed.pupil_id, reason.sentence)
        for placed in answer.allocation.placed
        for reason in placed.warnings
    ]
    return pd.DataFrame(rows, columns=list(WARNINGS), dtype=object)
