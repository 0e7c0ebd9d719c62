"""
The statutory walking distances and the guide times, as data with their sources.

The law measures the shortest route that a child, accompanied as necessary, may walk in
reasonable safety. A straight line only screens, and no network knows safety: what is
within a limit here still needs somebody's eye where the route is doubtful.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.domain.choices.policy import Policy
from planner.domain.dataset import Dataset
from planner.domain.finance.transport import METRES_PER_MILE
from planner.domain.referrals import Referral
from planner.geography.engines.contract import Engine, Mode, Quality, travel_times

SURELY_WITHIN_SHARE = 1 / 1.6
"""Share of the limit up to which a straight line is taken to be within it. On Newport's paths
95 of 100 walks were shorter than 1.54 to 1.63 straight lines: about 95% safe, not certain."""

LAST_YEAR_GROUP_UNDER_EIGHT = 3
"""Year 3 turns eight during the year, and councils leave the shorter limit until its end."""


WALKING_ROUTE = "walking route"
STRAIGHT_LINE = "straight line"


class Verdict(StrEnum):
    """What a walking distance says of entitlement to free travel."""

    WITHIN = "within"
    BEYOND = "beyond"
    MEASURE = "measure_the_route"


@dataclass(frozen=True, slots=True)
class WalkingLimit:
    """One walking limit and where it stands."""

    code: str
    says: str
    miles: int
    source: str
    dated: str
    """What the source is of, as far as it says."""

    @property
    def metres(self) -> float:
        """The limit in metres."""
        return self.miles * METRES_PER_MILE


@dataclass(frozen=True, slots=True)
class GuideTime:
    """The longest reasonable journey one way, as guidance has it."""

    phase: str
    minutes: int
    source: str
    dated: str


_ACT = "Education Act 1996 s.444(5), as explained by IPSEA (ipsea.org.uk)"
_ACT_DATED = "1996, as amended; pages undated"
_GUIDANCE = "National guidance as quoted by Slough's travel policy (slough.gov.uk)"
_GUIDANCE_DATED = "page undated; guidance re-issued in January 2024 was not opened"
_LOW_INCOME = "Education Act 1996 Sch. 35B, as in Trafford's travel policy (trafford.gov.uk)"

UNDER_EIGHT = WalkingLimit("under_8", "two miles under the age of eight", 2, _ACT, _ACT_DATED)
EIGHT_AND_OVER = WalkingLimit(
    "8_and_over", "three miles from the age of eight", 3, _ACT, _ACT_DATED
)
LOW_INCOME_PRIMARY = WalkingLimit(
    "low_income_8_to_11", "two miles aged 8 to 11, low income", 2, _LOW_INCOME, _ACT_DATED
)
LOW_INCOME_SECONDARY = WalkingLimit(
    "low_income_11_to_16",
    "two miles aged 11 to 16, low income; up to six miles to one of the three nearest schools, "
    "beyond three miles to the nearest",
    2,
    _LOW_INCOME,
    _ACT_DATED,
)

GUIDE_TIMES: Mapping[str, GuideTime] = {
    "primary": GuideTime("primary", 45, _GUIDANCE, _GUIDANCE_DATED),
    "secondary": GuideTime("secondary", 75, _GUIDANCE, _GUIDANCE_DATED),
}
"""May be exceeded in rural areas and where special needs ask for it, says the guidance."""

TEST_COLUMNS = (
    "pupil_id",
    "site_id",
    "limit",
    "limit_miles",
    "limit_source",
    "walk_metres",
    "measured_by",
    "verdict",
)


def walking_limit(referral: Referral) -> WalkingLimit:
    """Return the walking limit that holds for a pupil."""
    if referral.year_group <= LAST_YEAR_GROUP_UNDER_EIGHT:
        return UNDER_EIGHT
    if referral.low_income:
        return LOW_INCOME_PRIMARY if referral.year_group <= 6 else LOW_INCOME_SECONDARY
    return EIGHT_AND_OVER


def judge_route(metres: float, limit: WalkingLimit) -> Verdict:
    """Judge a walk measured along roads and paths; nowhere to walk is beyond any limit."""
    return Verdict.WITHIN if metres <= limit.metres else Verdict.BEYOND


def judge_straight_line(metres: float, limit: WalkingLimit) -> Verdict:
    """
    Judge by the straight line alone: certainly beyond, most likely within, or to be measured.

    Examples
    --------
    >>> [judge_straight_line(miles * 1609.344, UNDER_EIGHT).value for miles in (1.2, 1.6, 2.1)]
    ['within', 'measure_the_route', 'beyond']
    """
    if metres > limit.metres:
        return Verdict.BEYOND
    surely = metres <= limit.metres * SURELY_WITHIN_SHARE
    return Verdict.WITHIN if surely else Verdict.MEASURE


def walking_tests(
    dataset: Dataset, homes: gpd.GeoDataFrame, sites: gpd.GeoDataFrame, engine: Engine
) -> pd.DataFrame:
    """
    Test every pupil and site against the pupil's walking limit.

    With an engine that routes walkers the verdict is exact for its paths; otherwise it is
    by the straight line, which leaves a band to be measured.

    Returns
    -------
    DataFrame
        The columns ``TEST_COLUMNS``. ``walk_metres`` is missing where nobody measured it.
    """
    walks = travel_times(homes, sites, Mode.WALK, engine=engine)
    routed = walks["quality"].isin([Quality.ROUTED, Quality.NO_ROUTE]).to_numpy()
    straight = _straight_metres(homes, sites).reshape(-1)
    limits = [walking_limit(dataset.referral[pupil_id]) for pupil_id in walks["from_id"]]
    metres = walks["distance_metres"].to_numpy(dtype=np.float64)
    verdicts = [
        judge_route(along, limit) if known else judge_straight_line(line, limit)
        for along, line, known, limit in zip(metres, straight, routed, limits, strict=True)
    ]
    return pd.DataFrame(
        {
            "pupil_id": walks["from_id"].astype(str),
            "site_id": walks["to_id"].astype(str),
            "limit": [limit.code for limit in limits],
            "limit_miles": [limit.miles for limit in limits],
            "limit_source": [limit.source for limit in limits],
            "walk_metres": np.where(routed, metres, np.nan),
            "measured_by": np.where(routed, WALKING_ROUTE, STRAIGHT_LINE),
            "verdict": [str(verdict) for verdict in verdicts],
        },
        columns=TEST_COLUMNS,
    )


def guide_minutes(referral: Referral, policy: Policy) -> GuideTime:
    """Return the guide for a pupil's journey: the authority's own minutes where they differ."""
    phase = "primary" if referral.year_group <= 6 else "secondary"
    guide, minutes = GUIDE_TIMES[phase], policy.guide_minutes(referral.year_group)
    if minutes == guide.minutes:
        return guide
    return GuideTime(phase, minutes, "The authority's own policy", "as in the scenario")


def _straight_metres(homes: gpd.GeoDataFrame, sites: gpd.GeoDataFrame) -> NDArray[np.float64]:
    east = homes.geometry.x.to_numpy()[:, None] - sites.geometry.x.to_numpy()[None, :]
    north = homes.geometry.y.to_numpy()[:, None] - sites.geometry.y.to_numpy()[None, :]
    metres: NDArray[np.float64] = np.hypot(east, north)
    return metres
