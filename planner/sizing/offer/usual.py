"""What each commission is to a usual pupil of each cohort: its price, its journey, its district."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import Case
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.results.coming.futures import Cohort
from planner.sizing.stays.survival import Floats

_MONTHS_PER_YEAR = 12
_SCHOOL_WEEKS_PER_YEAR = 39
_MINUTES_PER_METRE = 60 / (1.3 * 30_000)
"""Journey by taxi where nobody waits in a district to measure one by: 30 km an hour, and a road
1.3 times as long as the straight line. Assumed."""


@dataclass(frozen=True)
class Usual:
    """Means over pupils like those who wait; every array has the axes (cohorts, commissions)."""

    year_pence: Floats
    """Top-up or spot price, with transport, for a school year."""
    minutes: Floats
    """One-way journey; not a number where none is known."""
    in_district: NDArray[np.bool_]
    """Whether the commission's site stands in the cohort's district."""
    knows_district: NDArray[np.bool_]


def usual_of(cohorts: tuple[Cohort, ...], dataset: Dataset, case: Case | None) -> Usual:
    """
    Return what the commissions are to each cohort.

    Prices are means over those who wait of the cohort's district and key stage, or else
    of its key stage, or else of all; where nobody waits the agreed top-up for a place
    stands. Journeys are means over those who wait in the district; where nobody does, the
    straight line from the middle of the district's sites.
    """
    home = np.array([cohort.district for cohort in cohorts])
    site = np.array([dataset.site_of(c.commission_id).district for c in dataset.commissions])
    knows = (home != "")[:, None] & (site != "")[None, :]
    return Usual(
        _prices(cohorts, dataset, case),
        _minutes(cohorts, dataset, case),
        knows & (home[:, None] == site[None, :]),
        knows,
    )


def _prices(cohorts: tuple[Cohort, ...], dataset: Dataset, case: Case | None) -> Floats:
    if case is None or not dataset.referrals:
        agreed = [_agreed_year_pence(commission, dataset) for commission in dataset.commissions]
        return np.tile(np.array(agreed, dtype=np.float64), (len(cohorts), 1))
    stage = np.array([str(referral.key_stage) for referral in dataset.referrals])
    district = np.array([referral.district or "" for referral in dataset.referrals])
    rows = []
    for cohort in cohorts:
        alike = stage == str(cohort.key_stage)
        near = alike & (district == cohort.district)
        mine = near if near.any() else alike if alike.any() else np.ones_like(alike)
        rows.append(case.prices.annual_pence[mine].mean(axis=0))
    return np.array(rows, dtype=np.float64)


def _agreed_year_pence(commission: Commission, dataset: Dataset) -> float:
    """Return the top-up for one place for a year, or the price of a place bought singly."""
    if commission.basis is Basis.SPOT:
        return float(commission.spot_weekly_pence or 0) * _SCHOOL_WEEKS_PER_YEAR
    mine = [row for row in dataset.funding if row.commission_id == commission.commission_id]
    if not mine:
        return 0.0
    newest = max(mine, key=lambda row: row.financial_year)
    months = (
        newest.council_place_months + newest.recouped_place_months + newest.dfe_direct_place_months
    )
    return newest.top_up_pence / max(1, months) * _MONTHS_PER_YEAR


def _minutes(cohorts: tuple[Cohort, ...], dataset: Dataset, case: Case | None) -> Floats:
    sites = [dataset.site_of(c.commission_id) for c in dataset.commissions]
    by_district = {
        district: _to_sites(district, dataset, case)
        for district in {cohort.district for cohort in cohorts}
    }
    column = {site.site_id: index for index, site in enumerate(dataset.sites)}
    wanted = [column[site.site_id] for site in sites]
    return np.array([by_district[cohort.district][wanted] for cohort in cohorts]).reshape(
        len(cohorts), len(sites)
    )


def _to_sites(district: str, dataset: Dataset, case: Case | None) -> Floats:
    """Return mean minutes to every site of the dataset over those who wait in a district."""
    waiting = [r.pupil_id for r in dataset.referrals if r.district == district]
    if case is None or not waiting:
        return _by_straight_line(district, dataset)
    rows = [case.travel.pupil_ids.index(pupil_id) for pupil_id in waiting]
    columns = [case.travel.site_ids.index(site.site_id) for site in dataset.sites]
    minutes = case.travel.minutes[np.ix_(rows, columns)].astype(np.float64)
    known = minutes >= 0
    there = known.sum(axis=0)
    total = np.where(known, minutes, 0.0).sum(axis=0)
    return np.where(there > 0, total / np.maximum(there, 1), np.nan)


def _by_straight_line(district: str, dataset: Dataset) -> Floats:
    """Return minutes to every site from the middle of a district's sites; unknown without one."""
    at = np.array([(site.point.easting, site.point.northing) for site in dataset.sites])
    mine = np.array([site.district == district and district != "" for site in dataset.sites])
    if not mine.any():
        return np.full(len(dataset.sites), np.nan)
    metres: Floats = np.hypot(*(at - at[mine].mean(axis=0)).T)
    return metres * _MINUTES_PER_METRE
