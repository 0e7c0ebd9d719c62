"""The page about decisions, records and planning anew; its tables are made from the code."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.choices.policy import DEFAULT_DECISION_REASONS
from planner.domain.codes import DecisionStatus
from planner.domain.decisions import MAY_FOLLOW
from planner.results.recorded.changes import CauseKind, ChangeKind

_OPENING = """\
# Decisions, records, and planning anew

The planner suggests; people decide. What they decide is kept in the council's own table
`decisions`, and the planner holds to it from then on.

## From the suggestion to the decision

1. `planner suggest CASE PUPIL -o DIR`, `planner panel CASE -o DIR`, `planner allocate CASE -o DIR`
   and `planner run CASE -o DIR` write beside the suggestions the record of the run, `run.json`.
2. `planner decide CASE PUPIL --run DIR --accept COMMISSION --reason CODE` records that the place
   ranked first is taken; with `--override COMMISSION` instead, that it is another. Both take the
   same: a place and a reason. `--text` adds words, `--from` another first day.
3. `--defer`, `--declined-by-provider COMMISSION`, `--started DAY` and `--ended DAY` record what
   comes after.

Each decision is one row at the end of `decisions.csv`. Older rows are never changed: of a pupil's
rows the newest that stands counts, and the others are its history. The row names the run, the
fingerprint of its tables, seed and versions, the places shown in their order, and the rank of the
one chosen. It is written beside the file and moved into its place, so that a crash leaves the old
file or the new one, whole; of two writers one waits, and its decision is judged with the
other's in force. A decision that breaks a rule, contradicts
another or is not borne out by its run is refused, and nothing is recorded. Tables in a workbook or
in Parquet files are not written to: save them as a folder of CSV files to record decisions here."""

_FOLLOWS = """\
## What may follow what

Where nothing is recorded for a pupil, any status may stand first, since a council may keep only
the newest row. A refusal or an early end concerns one commission: elsewhere it changes nothing."""

_REASONS = """\
## Reasons

Drawn up for the planner from what councils' panels are asked to record; not a national list. The
scenario may give the authority's own under `policy: decision_reasons:`, each code with words."""

_RECORD = """\
## What a record holds

The scenario as one text; fingerprint and number of rows of each table; checksums of the geographic
files, of all journeys and of all prices; seed and versions; the ids of the pupils who waited and of
those in a place; each place suggested with its days and rank; the sessions taken and held at each
commission week by week; and a fingerprint of the whole answer. Of pupils it holds nothing else, but
it is for officers only: ids, places and days are pupils' data.

`planner replay DIR` makes the run again from the record and the tables, bit for bit, or names each
table, file or version that no longer matches. Decisions that `planner decide` added since are left
out, so a run can be made again after it was decided on. A record that was changed is refused."""

_ANEW = """\
## Planning anew after news

`planner allocate CASE --previous DIR`, or `planner run` with the same, plans anew from an earlier
plan and changes as few of its offers as can be: `changes_to_offers` is a goal of its own. It counts
the pupils whose place or first day differs, or who have none any more. A scenario ranks it under
`policy: goals:`. Where it does not, the goal comes after lateness by statute and pupils without a
place, since no letter already sent outweighs those duties, and before everything that only makes a
place better. `planner suggest` with `--previous` prices each choice by the same goal. Places that
people have decided stay in any case. Where the day offered has gone by
without a start, the same place from a later day counts as kept.

Each difference from the earlier plan is listed with its causes. They are found by the plain rules:
the old offer is put back, first beside those who are settled, then beside the rest of the new plan,
and what breaks is told."""

_SAYS = {
    CauseKind.DECIDED: "People have decided otherwise since.",
    CauseKind.DEFERRED: "People have put the decision off, or the placement ended early.",
    CauseKind.DECLINED: "The provider has declined the pupil.",
    CauseKind.LEFT: "The pupil is in a place by now, or is no longer referred.",
    CauseKind.REFERRED_SINCE: "The pupil was referred after the earlier plan.",
    CauseKind.DAY_GONE_BY: "The day offered has gone by without a start.",
    CauseKind.PLACE_GONE: "The commission is gone, or fewer of its sessions are free.",
    CauseKind.RULED_OUT: "A rule bars the old place or day today.",
    CauseKind.TAKEN: "Others are suggested for the room; they are named.",
    CauseKind.PLACE_FREED: "There is more room at the new place, or others gave theirs up.",
    CauseKind.BETTER: "No fact stands against the old offer: only the order of goals does.",
}


def decisions_page() -> str:
    """Return the page, as Markdown."""
    parts = (
        *(_OPENING, _FOLLOWS, _follows(), _REASONS, _reasons(), _RECORD, _ANEW),
        _table(("change", "meaning"), ((f"`{kind}`", kind.says) for kind in ChangeKind)),
        _table(("cause", "meaning"), ((f"`{kind}`", _SAYS[kind]) for kind in CauseKind)),
    )
    return "\n\n".join(parts) + "\n"


def _follows() -> str:
    rows = ((f"`{status}`", _listed(MAY_FOLLOW[status])) for status in DecisionStatus)
    return _table(("what stands", "what may be decided next"), rows)


def _listed(statuses: frozenset[DecisionStatus]) -> str:
    return ", ".join(f"`{status}`" for status in DecisionStatus if status in statuses)


def _reasons() -> str:
    rows = ((f"`{code}`", says) for code, says in DEFAULT_DECISION_REASONS.items())
    return _table(("code", "reason"), rows)


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heading, ("---",) * len(heading), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)
