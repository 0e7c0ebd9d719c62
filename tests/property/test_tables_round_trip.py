"""What is written is read back the same, and the order of rows changes nothing."""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.codes import (
    Basis,
    DecisionStatus,
    Need,
    PairKind,
    PlaceType,
    Route,
    Sector,
    SenProvision,
    Sex,
)
from planner.domain.dataset import Assumption, Dataset, JourneyRecord
from planner.domain.placements import Decision, Placement
from planner.domain.provision import (
    Commission,
    Funding,
    Limit,
    LimitUnit,
    PlaceStep,
    Provider,
    ServiceLine,
    Site,
)
from planner.domain.referrals import Avoidance, Pair, Point, Referral, ReferralCount
from planner.tables.fingerprint import fingerprint_of
from planner.tables.read import check_tables, read_dataset
from planner.tables.write import write_dataset
from planner.units import KeyStage

AS_AT = date(2021, 11, 8)
CALENDAR = SchoolCalendar(
    (
        CalendarPeriod(PeriodKind.TERM, "Autumn", date(2021, 9, 6), date(2021, 12, 17)),
        CalendarPeriod(PeriodKind.CLOSURE, "Half term", date(2021, 10, 25), date(2021, 10, 29)),
        CalendarPeriod(PeriodKind.TERM, "Spring", date(2022, 1, 4), date(2022, 4, 8)),
    )
)

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "Sm", "Sc"))
WORDS = (
    st.text(LETTERS, min_size=1, max_size=12)
    .map(lambda text: f"w{text}")
    .filter(lambda text: text.isprintable() and "\ufffd" not in text)
    .filter(lambda text: not any(c in text for c in "ÃÂâð"))
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
)
MAYBE_WORDS = st.just("") | WORDS
PAST = st.dates(date(2021, 9, 6), AS_AT)
LATER = st.dates(AS_AT, date(2023, 1, 1))
POINTS = st.builds(
    Point, easting=st.integers(360_000, 420_000), northing=st.integers(230_000, 290_000)
)
NEEDS = st.frozensets(st.sampled_from(Need), max_size=3)
YEARS = st.frozensets(st.integers(0, 11), min_size=1)
POSTCODES = st.sampled_from(["WR5 2NP", "B98 8AA", "DY10 1PX"])


def ids(prefix: str, most: int) -> st.SearchStrategy[list[str]]:
    return st.integers(1, most).map(lambda count: [f"{prefix}{n}" for n in range(count)])


@st.composite
def referrals(draw: st.DrawFn, pupil_id: str) -> Referral:
    by_postcode = draw(st.booleans())
    interim = draw(st.integers(0, 10))
    referred_on = draw(PAST)
    return Referral(
        pupil_id=pupil_id,
        route=draw(st.sampled_from(Route)),
        referred_on=referred_on,
        year_group=draw(st.integers(0, 11)),
        absent_from=draw(PAST),
        sex=draw(st.none() | st.sampled_from(Sex)),
        sen_provision=draw(st.sampled_from(SenProvision)),
        primary_need=draw(st.none() | st.sampled_from(Need)),
        secondary_need=draw(st.none() | st.sampled_from(Need)),
        looked_after=draw(st.booleans()),
        social_worker=draw(st.booleans()),
        low_income=draw(st.booleans()),
        sessions_per_week=draw(st.integers(1, 10)),
        planned_weeks=draw(st.integers(1, 60)),
        notice_date=draw(st.none() | PAST),
        place_by=draw(st.none() | st.dates(referred_on, date(2022, 9, 1))),
        priority=draw(st.none() | st.integers(1, 3)),
        tier_needed=draw(st.none() | st.integers(1, 3)),
        home=None if by_postcode else draw(POINTS),
        home_postcode=draw(POSTCODES) if by_postcode else None,
        district=draw(st.none() | WORDS),
        home_school=draw(st.none() | WORDS),
        interim_from=draw(PAST) if interim else None,
        interim_sessions_per_week=interim,
    )


@st.composite
def commissions(draw: st.DrawFn, commission_id: str, sites: list[str]) -> Commission:
    basis = draw(st.sampled_from(Basis))
    price = st.integers(0, 200_000)
    days = draw(st.lists(st.dates(date(2021, 9, 2), date(2023, 1, 1)), unique=True, max_size=2))
    return Commission(
        commission_id=commission_id,
        site_id=draw(st.sampled_from(sites)),
        place_type=draw(st.sampled_from(PlaceType)),
        places=draw(st.integers(0, 50)),
        starts=date(2021, 9, 1),
        ends=draw(st.none() | LATER),
        rolls_over=True,
        year_groups=draw(YEARS),
        needs=draw(NEEDS),
        specialisms=draw(NEEDS),
        tier=draw(st.none() | st.integers(1, 3)),
        intervention=draw(MAYBE_WORDS),
        commissioner=draw(MAYBE_WORDS),
        basis=basis,
        accepts_overflow=draw(st.booleans()),
        delivers_ehc_plan=draw(st.booleans()),
        sex=draw(st.none() | st.sampled_from(Sex)),
        minimum_sessions=draw(st.integers(1, 10)),
        spot_weekly_pence=draw(price if basis is Basis.SPOT else st.none() | price),
        cost_code=draw(MAYBE_WORDS),
        steps=tuple(PlaceStep(day, draw(st.integers(0, 60))) for day in sorted(days)),
    )


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    pupils, sites, bought = draw(ids("P", 4)), draw(ids("S", 3)), draw(ids("C", 3))
    placed = draw(ids("Q", 3))
    site, commission = st.sampled_from(sites), st.sampled_from(bought)
    return Dataset(
        as_at=AS_AT,
        calendar=CALENDAR,
        referrals=tuple(draw(referrals(pupil)) for pupil in pupils),
        providers=(Provider("O", draw(WORDS), draw(st.sampled_from(Sector)), draw(st.booleans())),),
        sites=tuple(
            Site(
                site_id,
                "O",
                draw(WORDS),
                draw(POINTS),
                draw(WORDS),
                draw(st.booleans()),
                sites[0] if site_id != sites[0] and draw(st.booleans()) else None,
                draw(st.none() | POSTCODES),
                draw(st.none() | WORDS),
            )
            for site_id in sites
        ),
        commissions=tuple(draw(commissions(name, sites)) for name in bought),
        limits=(
            Limit("L1", draw(site), None, draw(YEARS), LimitUnit.PUPILS, draw(st.integers(0, 9))),
            Limit("L2", None, draw(commission), draw(YEARS), LimitUnit.SESSIONS, 30),
        ),
        placements=tuple(
            Placement(
                pupil,
                draw(commission),
                draw(PAST),
                draw(st.none() | LATER),
                draw(st.integers(1, 10)),
                draw(st.integers(0, 11)),
                draw(st.sampled_from(SenProvision)),
                draw(st.booleans()),
            )
            for pupil in placed
        ),
        decisions=tuple(
            Decision(
                pupil,
                draw(st.sampled_from(DecisionStatus)),
                draw(PAST),
                draw(commission),
                draw(LATER),
                draw(MAYBE_WORDS),
            )
            for pupil in pupils[:2]
        ),
        pairs=tuple(Pair(pupil, placed[0], draw(st.sampled_from(PairKind))) for pupil in pupils),
        avoidances=tuple(Avoidance(pupil, site_id=draw(site)) for pupil in pupils[1:]),
        funding=tuple(
            Funding(
                name,
                2021,
                *draw(st.tuples(*[st.integers(0, 10_000)] * 4)),
                draw(st.integers(0, 99_999_999)),
                draw(MAYBE_WORDS),
            )
            for name in bought
        ),
        services=(ServiceLine("V", draw(WORDS), draw(WORDS), 2021, draw(st.integers(0, 10**8))),),
        journeys=tuple(
            JourneyRecord(pupil, sites[0], draw(st.integers(0, 90)), draw(st.none() | st.just(9)))
            for pupil in pupils
        ),
        history=(
            ReferralCount(date(2021, 9, 1), "Worcester", KeyStage.KS3, None, Route.EBSA, 2),
            ReferralCount(date(2021, 9, 1), "Worcester", KeyStage.KS3, Need.MLD, Route.EBSA, 1),
        ),
        assumptions=(Assumption("sites", sites[0], "name", draw(WORDS), draw(WORDS)),),
    )


@settings(max_examples=60, deadline=None)
@given(dataset=datasets())
def test_reading_what_was_written_gives_the_dataset_back(dataset: Dataset) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(dataset, Path(folder))
        assert check_tables(Path(folder), as_at=AS_AT) == ()
        back = read_dataset(Path(folder), as_at=AS_AT)
    assert back == replace(dataset, fingerprint=fingerprint_of(dataset))


@settings(max_examples=30, deadline=None)
@given(dataset=datasets(), random=st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_files_changes_nothing(dataset: Dataset, random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(dataset, Path(folder))
        for path in sorted(Path(folder).iterdir()):
            heading, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
            random.shuffle(rows)
            path.write_text(heading + "".join(rows), encoding="utf-8")
        back = read_dataset(Path(folder), as_at=AS_AT)
    assert back == replace(dataset, fingerprint=fingerprint_of(dataset))
