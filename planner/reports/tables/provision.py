"""Tables about provision: how full it is, where it stands, and how demand meets it."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from planner.domain.codes import PlaceType
from planner.reports.tables.suppression import WITHHELD, suppressed
from planner.reports.tables.words import PLACE_TYPE_SAYS, SECTOR_SAYS
from planner.results.answer import Answer

OCCUPANCY = (
    "commission_id",
    "site",
    "place_type",
    "week",
    "capacity_sessions",
    "placed_sessions",
    "suggested_sessions",
    "free_sessions",
)
SITES = (
    "number",
    "site",
    "provider",
    "sector",
    "district",
    "exclusion_places",
    "prevention_places",
)
DISTRICTS = ("district", "places", "waiting_pupils", "unmet_pupils")
DEMAND = (
    "academic_year",
    "place_type",
    "key_stage",
    "referrals_p10",
    "referrals_p50",
    "referrals_p90",
)
DEMAND_TOTALS = (
    "academic_year",
    "referrals_p10",
    "referrals_p50",
    "referrals_p90",
    "last_year_again",
    "windows_kept_p50",
)
PLACES = (
    "academic_year",
    "place_type",
    "key_stage",
    "chance",
    "mean_occupancy",
    "places_needed",
    "places_commissioned",
    "gap_places",
    "place_pence",
)


def occupancy(answer: Answer) -> pd.DataFrame:
    """Return one row for each commission and week of the horizon, in sessions."""
    dataset = answer.case.dataset
    weeks = sorted(answer.allocation.occupancy, key=lambda row: (row.commission_id, row.week))
    rows = [
        {
            "commission_id": row.commission_id,
            "site": dataset.site_of(row.commission_id).name,
            "place_type": PLACE_TYPE_SAYS[dataset.commission[row.commission_id].place_type],
            "week": row.week,
            "capacity_sessions": row.capacity_sessions,
            "placed_sessions": row.placed_sessions,
            "suggested_sessions": row.suggested_sessions,
            "free_sessions": row.capacity_sessions - row.placed_sessions - row.suggested_sessions,
        }
        for row in weeks
    ]
    return pd.DataFrame(rows, columns=list(OCCUPANCY), dtype=object)


def sites(answer: Answer) -> pd.DataFrame:
    """Return one row for each site with the places commissioned there on the as-at day."""
    dataset = answer.case.dataset
    places: Counter[tuple[str, PlaceType]] = Counter()
    for commission in dataset.commissions:
        places[commission.site_id, commission.place_type] += commission.places_on(dataset.as_at)
    rows = [
        {
            "number": number,
            "site": site.name,
            "provider": dataset.provider[site.provider_id].name,
            "sector": SECTOR_SAYS[dataset.provider[site.provider_id].sector],
            "district": site.district,
            "exclusion_places": places[site.site_id, PlaceType.EXCLUSION],
            "prevention_places": places[site.site_id, PlaceType.PREVENTION],
        }
        for number, site in enumerate(dataset.sites, start=1)
    ]
    return pd.DataFrame(rows, columns=list(SITES), dtype=object)


def districts(answer: Answer) -> pd.DataFrame:
    """
    Return places, waiting pupils and unmet need by district, small counts withheld.

    Unmet need counts pupils without a place in the horizon and pupils whose
    full-time education starts after the statutory day.
    """
    dataset, allocation = answer.case.dataset, answer.allocation
    threshold = answer.case.policy.suppression_threshold
    places = Counter[str]()
    for commission in dataset.commissions:
        district = dataset.site[commission.site_id].district
        places[district] += commission.places_on(dataset.as_at)
    home = {pupil.pupil_id: pupil.district or "not known" for pupil in dataset.referrals}
    waiting = Counter(home.values())
    unmet = Counter(home[pupil.pupil_id] for pupil in allocation.unplaced)
    unmet.update(home[pupil.pupil_id] for pupil in allocation.placed if pupil.school_days_late)
    names = sorted({*places, *waiting})
    shown_waiting = suppressed({name: waiting[name] for name in names}, threshold=threshold)
    shown_unmet = suppressed({name: unmet[name] for name in names}, threshold=threshold)
    rows = [
        {
            "district": name,
            "places": places[name],
            "waiting_pupils": _shown(shown_waiting[name]),
            "unmet_pupils": _shown(shown_unmet[name]),
        }
        for name in names
    ]
    return pd.DataFrame(rows, columns=list(DISTRICTS), dtype=object)


def _shown(count: int | None) -> int | str:
    return WITHHELD if count is None else count


def demand(answer: Answer) -> pd.DataFrame:
    """Return referrals expected by school year, place type and key stage."""
    cohorts = sorted(
        answer.forecast.cohorts, key=lambda row: (row.academic_year, row.place_type, row.key_stage)
    )
    rows = [
        {
            "academic_year": row.academic_year,
            "place_type": PLACE_TYPE_SAYS[row.place_type],
            "key_stage": row.key_stage.value,
            "referrals_p10": row.referrals_p10,
            "referrals_p50": row.referrals_p50,
            "referrals_p90": row.referrals_p90,
        }
        for row in cohorts
    ]
    return pd.DataFrame(rows, columns=list(DEMAND), dtype=object)


def demand_totals(answer: Answer) -> pd.DataFrame:
    """Return all referrals expected by school year, beside what simpler ways would say."""
    rows = [
        {name: getattr(total, name) for name in DEMAND_TOTALS}
        for total in sorted(answer.forecast.totals, key=lambda total: total.academic_year)
    ]
    return pd.DataFrame(rows, columns=list(DEMAND_TOTALS), dtype=object)


def places(answer: Answer) -> pd.DataFrame:
    """Return places needed and commissioned by school year, place type and key stage."""
    needs = sorted(
        answer.plan.needs, key=lambda row: (row.academic_year, row.place_type, row.key_stage)
    )
    rows = [
        {
            "academic_year": row.academic_year,
            "place_type": PLACE_TYPE_SAYS[row.place_type],
            "key_stage": row.key_stage.value,
            "chance": row.chance,
            "mean_occupancy": row.mean_occupancy,
            "places_needed": row.places_needed,
            "places_commissioned": row.places_commissioned,
            "gap_places": row.gap,
            "place_pence": row.place_pence,
        }
        for row in needs
    ]
    return pd.DataFrame(rows, columns=list(PLACES), dtype=object)
