"""Commands about what people decide on a run, and about making a run again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Quiet, parse_day
from planner.results.plain import plain
from planner.units import format_day

if TYPE_CHECKING:
    from planner.domain.codes import DecisionStatus
    from planner.jobs.deciding.decide import Recorded

RunPath = Annotated[
    Path,
    typer.Argument(metavar="RUN", help="A folder that -o wrote, or the run.json in it."),
]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="PATH", help="Where the tables are, if they have moved."),
]
Geo = Annotated[
    Path | None,
    typer.Option("--geo", metavar="DIR", help="Where the geographic tables are, if moved."),
]


Pupil = Annotated[str, typer.Argument(metavar="PUPIL", help="The id of the pupil.")]
Run = Annotated[
    Path | None,
    typer.Option("--run", metavar="RUN", help="The run that suggested it: a folder that -o wrote."),
]
Accept = Annotated[
    str | None,
    typer.Option("--accept", metavar="COMMISSION", help="The place that the run suggests."),
]
Override = Annotated[
    str | None,
    typer.Option(
        "--override",
        metavar="COMMISSION",
        help="Another place, or any place where the run suggests none.",
    ),
]
Defer = Annotated[bool, typer.Option("--defer", help="No decision yet.")]
Declined = Annotated[
    str | None,
    typer.Option(
        "--declined-by-provider", metavar="COMMISSION", help="The provider does not take the pupil."
    ),
]
Started = Annotated[
    date | None,
    typer.Option(
        "--started", metavar="DAY", parser=parse_day, help="The pupil started on this day."
    ),
]
Ended = Annotated[
    date | None,
    typer.Option(
        "--ended", metavar="DAY", parser=parse_day, help="The placement ended on this day."
    ),
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="CODE", help="Why, as a code; without it the codes.")
]
Words = Annotated[str, typer.Option("--text", metavar="WORDS", help="Why, in words.")]
From = Annotated[
    date | None,
    typer.Option(
        "--from",
        metavar="DAY",
        parser=parse_day,
        help="First day agreed with the provider; without it the day that the run showed. "
        "Not with --started, which names the day itself.",
    ),
]
On = Annotated[
    date | None,
    typer.Option(
        "--on",
        metavar="DAY",
        parser=parse_day,
        help="Day on which people decided this, such as the panel's; without it the as-at day. "
        "Not with --ended, which names the day itself.",
    ),
]


@command(
    "decide",
    Example(
        f"planner decide {WORKED_CASE} WORCS-0003 --run out/WORCS-0003 --accept FORGE-E "
        "--reason as_suggested",
        "Record that the place suggested is taken.",
    ),
    Example(
        f"planner decide {WORKED_CASE} WORCS-0006 --run out/WORCS-0006 --override CPA-E "
        "--reason family_view",
        "Record another place, with the same effort.",
    ),
    Example(
        f"planner decide {WORKED_CASE} WORCS-0016 --declined-by-provider ASPIRE-P --reason no_room",
        "Record that a provider has said no; the next plan knows it.",
    ),
)
def decide(
    case: CasePath,
    pupil: Pupil,
    run: Run = None,
    accept: Accept = None,
    override: Override = None,
    defer: Defer = False,
    declined: Declined = None,
    started: Started = None,
    ended: Ended = None,
    reason: Reason = "",
    text: Words = "",
    from_day: From = None,
    on_day: On = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Record what people decided for a pupil, tied to the run that suggested it.

    One row is added to decisions.csv in the case's tables; older rows are never
    changed, and of a pupil's rows the newest that stands counts. From then on the
    planner keeps what was decided.
    """
    from planner.domain.codes import DecisionStatus
    from planner.jobs.deciding.decide import DECIDE_STEPS, Entry
    from planner.jobs.deciding.decide import decide as decide_job

    status = _only_one(
        {
            DecisionStatus.ACCEPTED: accept,
            DecisionStatus.OVERRIDDEN: override,
            DecisionStatus.DEFERRED: defer or None,
            DecisionStatus.DECLINED_BY_PROVIDER: declined,
            DecisionStatus.STARTED: started,
            DecisionStatus.ENDED_EARLY: ended,
        }
    )
    if (started and from_day) or (ended and on_day):
        raise typer.BadParameter("--started takes no --from, and --ended no --on.")
    place, starts, on = accept or override or declined, started or from_day, ended or on_day
    entry = Entry(pupil, status, place, starts, on, reason, text)
    with progress(steps=DECIDE_STEPS, quiet=quiet) as tell:
        recorded = decide_job(case, entry, run=run, as_at=as_at, tell=tell)
    if as_json:
        print_json({**plain(recorded.decision), "written": recorded.written})
    else:
        typer.echo(_told(recorded))


def _only_one(said: Mapping[DecisionStatus, object]) -> DecisionStatus:
    """Return what was said, where just one thing was."""
    named = [status for status, value in said.items() if value is not None]
    if len(named) != 1:
        raise typer.BadParameter(
            "Give one of --accept, --override, --defer, --declined-by-provider, --started, --ended."
        )
    return named[0]


def _told(recorded: Recorded) -> str:
    decision = recorded.decision
    where = f" {decision.commission_id}" if decision.commission_id else ""
    starts = f" from {format_day(decision.start_date)}" if decision.start_date else ""
    says = decision.status.value.replace("_", " ")
    how = "Recorded" if recorded.written else "Nothing was written, it stands already"
    lines = [
        f"{how} as number {decision.number}: {decision.pupil_id} {says}{where}{starts}, "
        f"on {format_day(decision.decided_on)}."
    ]
    if decision.run_id:
        rank = f"rank {decision.rank_chosen}" if decision.rank_chosen else "none of them"
        shown = decision.options_shown or "nothing"
        lines.append(f"Run {decision.run_id} had shown {shown}; decided: {rank}.")
    return "\n".join(lines)


@command(
    "replay",
    Example("planner replay out/WORCS-0001", "Make a kept suggestion again, bit for bit."),
    Example(
        "planner replay out/panel-8-november --data archive/tables",
        "The same from tables that have moved.",
    ),
)
def replay(
    run: RunPath,
    data: Data = None,
    geo: Geo = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Make a past run again from its record, bit for bit, or name what no longer matches.

    The scenario stands in the record itself. Of the tables the record keeps a
    fingerprint each; decisions that were added since the run are left out.
    """
    from planner.jobs.deciding.replay import REPLAY_STEPS
    from planner.jobs.deciding.replay import replay as replay_job
    from planner.results.placing.allocation import Allocation

    with progress(steps=REPLAY_STEPS, quiet=quiet) as tell:
        again = replay_job(run, data=data, geo=geo, tell=tell)
    if as_json:
        from planner.cli.pages.allocation_json import allocation_object
        from planner.cli.pages.suggestion_json import suggestions_object

        answer = again.answer
        made = (
            allocation_object(answer)
            if isinstance(answer, Allocation)
            else suggestions_object(answer)
        )
        print_json(made)
        return
    record = again.record
    typer.echo(
        f"Run {record.run_id}, {again.case.title}, as at {format_day(record.run.as_at)}: "
        f"the same answer, bit for bit.\n"
        f"{len(record.shown):,} choices shown then for {len(record.waiting):,} waiting pupils; "
        f"planner {record.run.planner_version}, {record.run.solver_version}, "
        f"seed {record.run.seed}."
    )
