"""Tables about waiting pupils: ids, dates and places, and nothing else about them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from planner.results.answer import Answer
from planner.results.placing.allocation import Placed, Reason, Unplaced

PLACEMENTS = (
    "pupil_id",
    "provider",
    "site",
    "commission_id",
    "start_date",
    "end_date",
    "due_date",
    "school_days_late",
    "uncovered_school_days",
    "travel_minutes",
    "travel_metres",
    "annual_pence",
    "stay_pence",
    "interim_pence",
    "sen_casework_decides",
    "reasons",
    "warnings",
)
UNPLACED = ("pupil_id", "kind", "due_date", "school_days_late", "interim_pence", "reasons")
STATUTORY = (
    "pupil_id",
    "due_date",
    "start_date",
    "site",
    "school_days_late",
    "uncovered_school_days",
    "interim_pence",
    "reasons",
)
OPTIONS = (
    "pupil_id",
    "commission_id",
    "site",
    "travel_minutes",
    "travel_metres",
    "annual_pence",
    "chosen",
)


def sentences(reasons: Iterable[Reason]) -> str:
    """Join the sentences of reasons into one text."""
    return " ".join(reason.sentence for reason in reasons)


def placements(answer: Answer) -> pd.DataFrame:
    """Return one row for each suggested placement, by pupil."""
    rows = [_placement(answer, placed) for placed in answer.allocation.placed]
    return _frame(sorted(rows, key=lambda row: str(row["pupil_id"])), PLACEMENTS)


def _placement(answer: Answer, placed: Placed) -> dict[str, object]:
    dataset = answer.case.dataset
    return {
        "pupil_id": placed.pupil_id,
        "provider": dataset.provider_of(placed.commission_id).name,
        "site": dataset.site[placed.site_id].name,
        "commission_id": placed.commission_id,
        "start_date": placed.start_date,
        "end_date": placed.end_date,
        "due_date": placed.due_date,
        "school_days_late": _late(placed),
        "uncovered_school_days": placed.uncovered_school_days,
        "travel_minutes": placed.travel_minutes,
        "travel_metres": placed.travel_metres,
        "annual_pence": placed.annual_pence,
        "stay_pence": placed.stay_pence,
        "interim_pence": placed.interim_pence,
        "sen_casework_decides": placed.interim_sen_decides,
        "reasons": sentences(placed.reasons),
        "warnings": sentences(placed.warnings),
    }


def _late(person: Placed | Unplaced) -> int | None:
    """Return the school days late; None where no statutory day applies."""
    return None if person.due_date is None else person.school_days_late


def unplaced(answer: Answer) -> pd.DataFrame:
    """Return one row for each pupil without a place, the longest late first."""
    rows: list[dict[str, object]] = [
        {
            "pupil_id": pupil.pupil_id,
            "kind": pupil.kind.says,
            "due_date": pupil.due_date,
            "school_days_late": _late(pupil),
            "interim_pence": pupil.interim_pence,
            "reasons": sentences(pupil.reasons),
        }
        for pupil in sorted(
            answer.allocation.unplaced, key=lambda pupil: (-pupil.school_days_late, pupil.pupil_id)
        )
    ]
    return _frame(rows, UNPLACED)


def statutory(answer: Answer) -> pd.DataFrame:
    """Return one row for each pupil with a statutory day, the longest late first."""
    people: tuple[Placed | Unplaced, ...] = (*answer.allocation.placed, *answer.allocation.unplaced)
    rows = [_statutory(answer, person) for person in people if person.due_date is not None]
    rows.sort(key=lambda row: (-_whole(row["school_days_late"]), str(row["pupil_id"])))
    return _frame(rows, STATUTORY)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _statutory(answer: Answer, person: Placed | Unplaced) -> dict[str, object]:
    row: dict[str, object] = {
        "pupil_id": person.pupil_id,
        "due_date": person.due_date,
        "start_date": None,
        "site": None,
        "school_days_late": person.school_days_late,
        "uncovered_school_days": None,
        "interim_pence": person.interim_pence,
        "reasons": sentences(person.reasons),
    }
    if isinstance(person, Placed):
        row["start_date"] = person.start_date
        row["site"] = answer.case.dataset.site[person.site_id].name
        row["uncovered_school_days"] = person.uncovered_school_days
    return row


def options(answer: Answer) -> pd.DataFrame:
    """
    Return one row for each pair of a waiting pupil and a commission that can be reached.

    The journey and the price only: whether the rules allow the pair is said by
    the reasons of the placement, or of the pupil without a place.
    """
    case = answer.case
    chosen = {(placed.pupil_id, placed.commission_id) for placed in answer.allocation.placed}
    rows: list[dict[str, object]] = []
    for pupil_id in case.travel.pupil_ids:
        for commission in case.dataset.commissions:
            minutes = case.travel.minutes_between(pupil_id, commission.site_id)
            if minutes is None:
                continue
            rows.append(
                {
                    "pupil_id": pupil_id,
                    "commission_id": commission.commission_id,
                    "site": case.dataset.site[commission.site_id].name,
                    "travel_minutes": minutes,
                    "travel_metres": case.travel.metres_between(pupil_id, commission.site_id),
                    "annual_pence": case.annual_pence(pupil_id, commission.commission_id),
                    "chosen": (pupil_id, commission.commission_id) in chosen,
                }
            )
    return _frame(rows, OPTIONS)


def _frame(rows: list[dict[str, object]], columns: tuple[str, ...]) -> pd.DataFrame:
    # dtype object keeps whole numbers whole and days days where a value is missing
    return pd.DataFrame(rows, columns=list(columns), dtype=object)
