"""The worked case: Worcestershire's places on one day in November 2021, pupils made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from planner.demo.draws import Draws
from planner.demo.history import monthly_history
from planner.demo.occupancy import fill_commissions
from planner.demo.people import waiting_pupils
from planner.demo.worcestershire import codes, printed, provision
from planner.demo.worcestershire.area import AREA, AS_AT, CALENDAR, DISTRICTS
from planner.demo.worcestershire.assumptions import ASSUMPTIONS
from planner.demo.worcestershire.lines import LIMITS
from planner.demo.worcestershire.past import years
from planner.domain.codes import DecisionStatus, PairKind, Route
from planner.domain.dataset import Dataset
from planner.domain.placements import Decision
from planner.domain.referrals import Avoidance, Pair, Referral

SEED = 2021
PUPILS = 60

_KEY_STAGE_3 = (7, 8, 9)
_KEY_STAGE_4 = (10, 11)


def worcestershire(*, seed: int = SEED, pupils: int = PUPILS) -> Dataset:
    """
    Build the worked case.

    Providers, places and money are real (June 2021 document); every pupil, placement and
    referral is made up.

    Parameters
    ----------
    seed
        Seed of all that is made up.
    pupils
        Waiting pupils. [pupils]

    Returns
    -------
    Dataset
        With an empty fingerprint, which reading the tables gives.
    """
    referrals = _with_siblings(waiting_pupils(Draws(seed, "referrals"), AREA, pupils))
    commissions = provision.commissions()
    return Dataset(
        as_at=AS_AT,
        calendar=CALENDAR,
        referrals=referrals,
        providers=provision.providers(),
        sites=provision.sites(),
        commissions=commissions,
        limits=LIMITS,
        placements=fill_commissions(
            Draws(seed, "placements"),
            commissions=commissions,
            limits=LIMITS,
            fills=provision.fills(),
            as_at=AS_AT,
            prefix="WORCS-IN",
        ),
        decisions=_decisions(referrals),
        pairs=_pairs(referrals),
        avoidances=_avoidances(referrals),
        funding=provision.funding(),
        services=provision.services(),
        stated=printed.stated(),
        ledger_codes=codes.ledger_codes(),
        history=monthly_history(
            Draws(seed, "counts"),
            years=tuple(years(Draws(seed, "years"))),
            districts=DISTRICTS,
            before=date(AS_AT.year, AS_AT.month, 1),
        ),
        assumptions=ASSUMPTIONS,
    )


def _find(
    referrals: tuple[Referral, ...], wanted: Callable[[Referral], bool], number: int
) -> tuple[Referral, ...]:
    """Return the first pupils with a quality; fewer where a small case has not so many."""
    return tuple(row for row in referrals if wanted(row))[:number]


def _siblings(referrals: tuple[Referral, ...]) -> tuple[Referral, ...]:
    """Return two pupils out of school through anxiety, whom the case makes siblings."""
    return _find(
        referrals,
        lambda row: row.route is Route.EBSA and row.year_group >= 7 and not row.has_ehc_plan,
        2,
    )


def _with_siblings(referrals: tuple[Referral, ...]) -> tuple[Referral, ...]:
    pair = _siblings(referrals)
    if len(pair) < 2:
        return referrals
    elder, younger = pair
    younger = replace(younger, home=elder.home, district=elder.district)
    return tuple(younger if row.pupil_id == younger.pupil_id else row for row in referrals)


def _excluded_together(referrals: tuple[Referral, ...]) -> tuple[Referral, ...]:
    """Return two pupils excluded from schools of one district, whom the case keeps apart."""
    return _find(
        referrals,
        lambda row: (
            row.route is Route.PERMANENT_EXCLUSION
            and row.district == "Redditch"
            and row.year_group in _KEY_STAGE_3
        ),
        2,
    )


def _pairs(referrals: tuple[Referral, ...]) -> tuple[Pair, ...]:
    pairs = [
        Pair(rows[0].pupil_id, rows[1].pupil_id, kind)
        for rows, kind in (
            (_excluded_together(referrals), PairKind.APART),
            (_siblings(referrals), PairKind.TOGETHER),
        )
        if len(rows) == 2
    ]
    return tuple(sorted(pairs, key=lambda pair: (pair.pupil_id, pair.other_pupil_id)))


def _avoidances(referrals: tuple[Referral, ...]) -> tuple[Avoidance, ...]:
    """Keep one pupil away from a site; the reason is no business of the tables."""
    rows = _find(
        referrals,
        lambda row: (
            row.route is Route.PERMANENT_EXCLUSION
            and row.district == "Redditch"
            and row.year_group in _KEY_STAGE_4
        ),
        1,
    )
    return tuple(Avoidance(row.pupil_id, site_id="FORGE-REDDITCH") for row in rows)


def _decisions(referrals: tuple[Referral, ...]) -> tuple[Decision, ...]:
    """Take two decisions that hold a place, and record one refusal that holds none."""
    secondary = _find(
        referrals,
        lambda row: (
            row.route is Route.PERMANENT_EXCLUSION
            and row.year_group in _KEY_STAGE_3
            and row.primary_need is None
            and row.district == "Wyre Forest"
        ),
        1,
    )
    directed = _find(
        referrals,
        lambda row: (
            row.route is Route.OFF_SITE_DIRECTION
            and row.year_group in _KEY_STAGE_4
            and row.notice_date is not None
            and row.notice_date < date(2021, 11, 5)
            and (row.tier_needed or 0) <= 2
        ),
        1,
    )
    refused = _find(referrals, lambda row: row.route is Route.SECTION_19_MEDICAL, 1)
    decisions = [
        *(_accepted(row, "CPA-E", date(2021, 11, 10)) for row in secondary),
        *(_accepted(row, "ASPIRE-P", date(2021, 11, 15)) for row in directed),
        *(
            Decision(
                row.pupil_id,
                DecisionStatus.DECLINED_BY_PROVIDER,
                decided_on=date(2021, 11, 4),
                commission_id="FORGE-E",
                reason="No teaching group for a part-week timetable this half-term.",
            )
            for row in refused
        ),
    ]
    return tuple(sorted(decisions, key=lambda row: row.pupil_id))


def _accepted(row: Referral, commission_id: str, start: date) -> Decision:
    return Decision(
        row.pupil_id,
        DecisionStatus.ACCEPTED,
        decided_on=date(2021, 11, 4),
        commission_id=commission_id,
        start_date=start,
        reason="Agreed with the provider before the as-at date.",
    )
