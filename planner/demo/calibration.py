"""
What the made-up pupils are fitted to: each figure once, with where it is from.

A mix is a mapping to whole weights. Where a document gives an order or nothing
at all, the weights are assumed and the source says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.codes import Need, Route, SenProvision
from planner.units import KeyStage


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that the generator is held to, and its source."""

    name: str
    value: str
    source: str
    assumed: bool = False


FIGURES: tuple[Figure, ...] = (
    Figure(
        "Permanent exclusions, Worcestershire, 2016/17",
        "94",
        "DfE, Permanent and fixed-period exclusions in England 2016 to 2017, local authority table",
    ),
    Figure(
        "Permanent exclusions, Worcestershire, 2019/20 to 2022/23",
        "56, 64, 109, 126",
        "counts rebuilt from the DfE's published termly rates (data set "
        "ed60fee6-bdab-414b-82d9-337f914575de); estimates, not DfE figures",
    ),
    Figure(
        "Permanent exclusions in a usual year",
        "121 to 126",
        "level of the estimates for 2022/23; taken for 2017/18 (121) and 2018/19 (126), for "
        "which no figure is at hand",
        assumed=True,
    ),
    Figure(
        "Permanent exclusions by term",
        "autumn 36%, spring 30%, summer 34%",
        "England, 2022/23 and 2023/24, from the DfE's termly data",
    ),
    Figure(
        "Permanent exclusions by phase and SEN provision",
        "secondary N 121, K 70, E 18; primary N 3, K 20, E 3",
        "Worcestershire, 2021/22 and 2022/23 together, estimated as above; special schools' 7 "
        "counted with secondary E",
    ),
    Figure(
        "SEN among pupils in state-funded alternative provision",
        "E 25.5%, K 57.0%, N 17.5%",
        "DfE, Schools, pupils and their characteristics 2022/23, England",
    ),
    Figure(
        "SEN among pupils in alternative provision arranged by schools",
        "E 20%, K 43%, N 37%",
        "DfE alternative provision census, spring 2023, England",
    ),
    Figure(
        "Districts that exclude most",
        "Redditch, Worcester, Wychavon, Wyre Forest",
        "Worcestershire Children First, Exclusions and AP Review, Implementation Plan, June 2021, "
        "priority 1; the sizes of the shares are assumed",
        assumed=True,
    ),
    Figure(
        "Main needs in alternative provision",
        "SEMH first, then autism",
        "Hackney, Integrated AP Strategy update; the sizes of the shares are assumed",
        assumed=True,
    ),
    Figure(
        "Boys among permanently excluded pupils",
        "more than twice as many as girls",
        "DfE, autumn term 2023/24; 72% assumed",
        assumed=True,
    ),
    Figure(
        "Length of stay",
        "mean 202 calendar days in one county; many pupils in Worcestershire hold a place for a "
        "whole year",
        "Devon freedom-of-information answer 2024/25; Implementation Plan, June 2021, priority 2; "
        "the spread is assumed",
        assumed=True,
    ),
    Figure(
        "Change of referrals from one year to the next",
        "typically a fifth to a quarter up or down",
        "permanent exclusions of authorities with 80 to 200 a year, 2006/07 to 2016/17, DfE, local "
        "authority tables: 22% typical change, 27% standard deviation; taken for all other routes",
        assumed=True,
    ),
    Figure(
        "Unevenness of counts within a year",
        "variance 1.3 to 1.9 times the mean",
        "termly permanent exclusions by authority, estimated as above; taken for all routes, with "
        "referrals that come by ones, twos and threes",
        assumed=True,
    ),
    Figure(
        "Referrals a year against pupils in place",
        "in balance with the lengths of stay, by key stage and place type (Little's law)",
        "no document gives referrals other than permanent exclusions; the numbers stand in "
        "planner/demo/worcestershire/past.py",
        assumed=True,
    ),
    Figure(
        "Routes of waiting pupils other than permanent exclusion",
        "see ROUTES",
        "no document gives them",
        assumed=True,
    ),
)
"""Every figure that the generator is held to. The tests hold it to the bands named there."""

ROUTES: Mapping[Route, int] = {
    Route.PERMANENT_EXCLUSION: 25,
    Route.SUSPENSION_OVER_FIVE_DAYS: 2,
    Route.SECTION_19_MEDICAL: 4,
    Route.SECTION_19_OTHER: 3,
    Route.EHC_PLAN_INTERIM: 4,
    Route.OFF_SITE_DIRECTION: 14,
    Route.EBSA: 5,
    Route.NEW_ARRIVAL: 3,
}
"""Mix of waiting pupils by route, in sixtieths. Assumed."""

PRIMARY_SHARE: Mapping[Route, int] = {
    Route.SUSPENSION_OVER_FIVE_DAYS: 100,
    Route.SECTION_19_MEDICAL: 150,
    Route.SECTION_19_OTHER: 200,
    Route.EHC_PLAN_INTERIM: 300,
    Route.OFF_SITE_DIRECTION: 200,
    Route.EBSA: 150,
    Route.NEW_ARRIVAL: 350,
}
"""Primary pupils among each route's pupils, in thousandths. Assumed."""

EXCLUSION_STRATA: Mapping[tuple[bool, SenProvision], int] = {
    (False, SenProvision.NONE): 121,
    (False, SenProvision.SUPPORT): 70,
    (False, SenProvision.EHC_PLAN): 18,
    (True, SenProvision.NONE): 3,
    (True, SenProvision.SUPPORT): 20,
    (True, SenProvision.EHC_PLAN): 3,
}
"""Permanent exclusions by phase (True is primary) and SEN provision."""

STOCK_SEN: Mapping[SenProvision, int] = {
    SenProvision.NONE: 175,
    SenProvision.SUPPORT: 570,
    SenProvision.EHC_PLAN: 255,
}
"""SEN provision of pupils in state-funded alternative provision."""

SCHOOL_ARRANGED_SEN: Mapping[SenProvision, int] = {
    SenProvision.NONE: 37,
    SenProvision.SUPPORT: 43,
    SenProvision.EHC_PLAN: 20,
}
"""SEN provision of pupils whose school arranges alternative provision."""

NEEDS: Mapping[Need, int] = {
    Need.SEMH: 62,
    Need.ASD: 12,
    Need.SLCN: 9,
    Need.MLD: 7,
    Need.SPLD: 6,
    Need.OTH: 4,
}
"""Primary need of pupils with SEN. Order from the sources, sizes assumed."""

PRIMARY_YEARS: Mapping[int, int] = {1: 4, 2: 8, 3: 14, 4: 22, 5: 26, 6: 26}
SECONDARY_YEARS: Mapping[int, int] = {7: 10, 8: 18, 9: 26, 10: 28, 11: 18}
"""Year groups of referred pupils within a phase. Assumed: rising to Year 10."""

STOCK_PRIMARY_PER_HUNDRED = 15
"""Primary pupils in places for all ages. Assumed, as among the pupils referred."""

TERM_SHARES = (36, 30, 34)
"""Permanent exclusions in autumn, spring and summer. [per cent]"""

MONTH_WEIGHTS: Mapping[int, int] = {
    9: 6, 10: 9, 11: 13, 12: 8, 1: 10, 2: 9, 3: 11, 4: 4, 5: 11, 6: 12, 7: 7,
}  # fmt: skip
"""Referrals by calendar month. Their sums by term are ``TERM_SHARES``; within a term assumed."""

DRIFT_TOGETHER_PERCENT = 69
"""Widest change of all routes' level in a year; its standard deviation is a third. [per cent]"""

DRIFT_ALONE_PERCENT = 36
"""Widest further change of one route's level in a year. [per cent]"""

TERM_SPREAD_PERCENT = 45
"""Widest change of a term's share from its usual one. [per cent]"""

REFERRED_TOGETHER: Mapping[int, int] = {1: 75, 2: 18, 3: 7}
"""How many are referred for one matter: in one month, district, key stage and route. Assumed."""

PANDEMIC: Mapping[int, tuple[int, tuple[int, int, int]]] = {
    2019: (70, (32, 23, 1)),
    2020: (75, (36, 9, 19)),
}
"""Level in per cent of a usual year, and terms, of the two school years of Covid-19. The terms
are Worcestershire's permanent exclusions, estimated as above; the levels are assumed."""

_EXCLUDED_STAGES: Mapping[KeyStage, int] = {
    KeyStage.KS1: 1,
    KeyStage.KS2: 10,
    KeyStage.KS3: 44,
    KeyStage.KS4: 45,
}
_OTHERS_STAGES: Mapping[KeyStage, int] = {
    KeyStage.KS1: 4,
    KeyStage.KS2: 21,
    KeyStage.KS3: 37,
    KeyStage.KS4: 38,
}
_PREVENTION_STAGES: Mapping[KeyStage, int] = {
    KeyStage.KS1: 1,
    KeyStage.KS2: 8,
    KeyStage.KS3: 43,
    KeyStage.KS4: 48,
}

REFERRED_STAGES: Mapping[Route, Mapping[KeyStage, int]] = {
    Route.PERMANENT_EXCLUSION: _EXCLUDED_STAGES,
    Route.SUSPENSION_OVER_FIVE_DAYS: _EXCLUDED_STAGES,
    Route.SECTION_19_MEDICAL: _OTHERS_STAGES,
    Route.SECTION_19_OTHER: _OTHERS_STAGES,
    Route.EHC_PLAN_INTERIM: _OTHERS_STAGES,
    Route.OFF_SITE_DIRECTION: _PREVENTION_STAGES,
    Route.EBSA: _PREVENTION_STAGES,
    Route.NEW_ARRIVAL: _PREVENTION_STAGES,
}
"""Key stage of referred pupils. Permanent exclusions: from their phases; others assumed so that
referrals and stays go with the pupils in place."""

RECORDED_NEEDS: Mapping[Need | None, int] = {
    None: 46,
    Need.SEMH: 34,
    Need.ASD: 7,
    Need.SLCN: 5,
    Need.MLD: 4,
    Need.SPLD: 3,
    Need.OTH: 1,
}
"""Need as recorded at referral; none for pupils without SEN. Sizes assumed."""

BOYS_PER_THOUSAND = 720
LOOKED_AFTER_PER_THOUSAND = 35
SOCIAL_WORKER_PER_THOUSAND = 180
LOW_INCOME_PER_THOUSAND = 550

PLANNED_WEEKS: Mapping[str, Mapping[int, int]] = {
    "primary": {12: 4, 16: 3, 20: 3},
    "KS3": {12: 3, 18: 3, 26: 3, 36: 1},
    "KS4": {26: 2, 36: 5},
    "prevention": {6: 3, 8: 3, 12: 4},
}
"""Planned stay by group of pupils. Assumed. [calendar weeks]"""

SESSIONS: Mapping[Route, Mapping[int, int]] = {
    Route.SECTION_19_MEDICAL: {4: 1, 5: 2, 6: 1},
    Route.OFF_SITE_DIRECTION: {4: 3, 5: 3, 6: 2, 10: 4},
    Route.EBSA: {4: 2, 5: 3, 6: 1},
}
"""Sessions a week where a route is not always full-time. Assumed. [sessions]"""

TIERS: Mapping[int | None, int] = {None: 6, 2: 2, 3: 2}
"""Lowest sufficient tier that schools state for prevention. Assumed."""

URGENT_PER_THOUSAND = 40
"""Pupils whom an officer puts in priority band 1. Assumed."""

STOCK_SUPPORT: Mapping[SenProvision, int] = {SenProvision.SUPPORT: 570, SenProvision.NONE: 175}
"""SEN provision of pupils in alternative provision who have no EHC plan."""

STOCK_PLANS_PER_THOUSAND = 255
"""Pupils with an EHC plan among those in state-funded alternative provision."""
