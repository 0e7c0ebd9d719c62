"""Where Worcestershire's made-up pupils live, and which days are school days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from planner.demo.people import Area, Settlement
from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.referrals import Point

AS_AT = date(2021, 11, 8)

DISTRICTS: Mapping[str, int] = {
    "Redditch": 22,
    "Worcester": 21,
    "Wychavon": 19,
    "Wyre Forest": 18,
    "Bromsgrove": 11,
    "Malvern Hills": 9,
}
"""Share of referrals by district. The order is the document's, the sizes are assumed. [%]"""

_TOWNS: Mapping[str, tuple[tuple[str, int, int, int], ...]] = {
    "Redditch": (
        ("Batchley", 402700, 268000, 300),
        ("Greenlands", 405600, 265600, 600),
        ("Winyates", 407400, 267300, 500),
        ("Matchborough", 407200, 266200, 400),
        ("Church Hill", 406700, 268600, 400),
        ("Abbey", 404300, 268200, 500),
    ),
    "Worcester": (
        ("Warndon", 386900, 257100, 500),
        ("Gorse Hill", 387200, 256200, 500),
        ("Rainbow Hill", 386200, 256100, 500),
        ("St John", 383300, 254700, 500),
        ("Nunnery", 386800, 254700, 500),
        ("Tolladine", 387000, 255800, 500),
    ),
    "Wychavon": (
        ("Evesham", 403700, 244100, 1000),
        ("Bengeworth", 404600, 243700, 700),
        ("Droitwich", 389300, 263200, 900),
        ("Droitwich West", 389500, 264100, 700),
        ("Pershore", 394900, 246800, 800),
        ("Broadway", 409100, 238100, 600),
        ("Inkberrow", 401400, 258500, 600),
    ),
    "Wyre Forest": (
        ("Broadwaters", 383700, 277600, 600),
        ("Foley Park", 383200, 274800, 300),
        ("Comberton", 384600, 276700, 600),
        ("Stourport", 381200, 271600, 400),
        ("Bewdley", 377900, 275000, 600),
        ("Franche", 382800, 277200, 600),
    ),
    "Bromsgrove": (
        ("Charford", 395500, 269400, 700),
        ("Sidemoor", 395800, 271600, 700),
        ("Catshill", 396400, 274300, 700),
        ("Rubery", 398300, 277300, 200),
        ("Wythall", 408700, 276900, 400),
    ),
    "Malvern Hills": (
        ("Great Malvern", 378600, 246200, 800),
        ("Malvern Link", 378600, 247700, 700),
        ("Pickersleigh", 379000, 246400, 700),
        ("Upton", 384700, 240500, 700),
        ("Tenbury", 359800, 267700, 200),
        ("Martley", 375600, 259700, 700),
    ),
}
"""Centre and spread of each settlement, EPSG:27700. Centres are rounded medians of postcodes
(ONS Postcode Directory, Open Government Licence v3.0). [metres]"""

SETTLEMENTS: tuple[Settlement, ...] = tuple(
    Settlement(name, district, Point(easting, northing), spread)
    for district, towns in _TOWNS.items()
    for name, easting, northing, spread in towns
)

_TERMS = (
    ("Autumn 2021", date(2021, 9, 2), date(2021, 12, 17)),
    ("Spring 2022", date(2022, 1, 4), date(2022, 4, 8)),
    ("Summer 2022", date(2022, 4, 25), date(2022, 7, 21)),
    ("Autumn 2022", date(2022, 9, 5), date(2022, 12, 15)),
    ("Spring 2023", date(2023, 1, 3), date(2023, 3, 31)),
    ("Summer 2023", date(2023, 4, 17), date(2023, 7, 21)),
)
_CLOSURES = (
    ("Training days", date(2021, 9, 2), date(2021, 9, 3)),
    ("Training day and half-term", date(2021, 10, 22), date(2021, 10, 29)),
    ("Training day", date(2022, 1, 4), date(2022, 1, 4)),
    ("Half-term", date(2022, 2, 21), date(2022, 2, 25)),
    ("May Day", date(2022, 5, 2), date(2022, 5, 2)),
    ("Half-term", date(2022, 5, 30), date(2022, 6, 3)),
    ("Training day", date(2022, 7, 21), date(2022, 7, 21)),
    ("Training day", date(2022, 9, 5), date(2022, 9, 5)),
    ("Half-term", date(2022, 10, 24), date(2022, 10, 28)),
    ("Training day", date(2023, 1, 3), date(2023, 1, 3)),
    ("Half-term", date(2023, 2, 20), date(2023, 2, 24)),
    ("May Day", date(2023, 5, 1), date(2023, 5, 1)),
    ("Half-term", date(2023, 5, 29), date(2023, 6, 2)),
)
CALENDAR = SchoolCalendar(
    tuple(
        sorted(
            [
                *(CalendarPeriod(PeriodKind.TERM, *period) for period in _TERMS),
                *(CalendarPeriod(PeriodKind.CLOSURE, *period) for period in _CLOSURES),
            ],
            key=lambda period: (period.starts, period.kind, period.ends),
        )
    )
)
"""Terms and closures as one maintained school of the county published them, taken for all.
Source: Broadway First School, term dates 2021-2022 and 2022-2023."""

AREA = Area(
    prefix="WORCS",
    as_at=AS_AT,
    calendar=CALENDAR,
    settlements=SETTLEMENTS,
    districts=DISTRICTS,
)
