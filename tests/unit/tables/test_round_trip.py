from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.codes import Basis, Need, PlaceType, Route, Sector
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, PlaceStep, Provider, Site
from planner.domain.referrals import Point, Referral
from planner.tables.fingerprint import fingerprint_of
from planner.tables.read import read_dataset
from planner.tables.write import write_dataset

AS_AT = date(2021, 11, 8)


def small_authority() -> Dataset:
    terms = [
        CalendarPeriod(PeriodKind.TERM, "Autumn", date(2021, 9, 6), date(2021, 12, 17)),
        CalendarPeriod(PeriodKind.CLOSURE, "Half term", date(2021, 10, 25), date(2021, 10, 29)),
        CalendarPeriod(PeriodKind.TERM, "Spring", date(2022, 1, 4), date(2022, 4, 8)),
    ]
    oak = Commission(
        "OAK-E",
        "OAK",
        PlaceType.EXCLUSION,
        20,
        date(2021, 9, 1),
        year_groups=frozenset({7, 8, 9}),
        needs=frozenset({Need.SEMH, Need.ASD}),
        basis=Basis.SPOT,
        spot_weekly_pence=45_050,
        steps=(PlaceStep(date(2022, 1, 1), 24),),
    )
    pupil = Referral(
        "P1",
        Route.PERMANENT_EXCLUSION,
        date(2021, 11, 1),
        9,
        absent_from=date(2021, 11, 2),
        home=Point(385000, 255000),
        home_school="St Ællen's, Évesham",
    )
    return Dataset(
        as_at=AS_AT,
        calendar=SchoolCalendar(tuple(terms)),
        referrals=(pupil,),
        providers=(Provider("OAK", "Oak", Sector.MAINTAINED_PRU),),
        sites=(Site("OAK", "OAK", "Oak house", Point(385100, 255100), "Worcester"),),
        commissions=(oak,),
    )


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    dataset = small_authority()
    write_dataset(dataset, tmp_path)
    back = read_dataset(tmp_path, as_at=AS_AT)
    assert back == replace(dataset, fingerprint=fingerprint_of(dataset))
