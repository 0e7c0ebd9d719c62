from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from planner.errors import Problem
from planner.tables.read import check_tables

AS_AT = date(2021, 11, 8)

TABLES = {
    "referrals": """
        pupil_id,route,referred_on,absent_from,year_group,sex,primary_need,home_postcode,home_easting,home_northing,district,place_by,interim_from,interim_sessions_per_week,sessions_per_week,sen_provision,notice_date
        P1,permanent_exclusion,2021-11-01,2021-11-02,9,M,SEMH,WR5 2NP,,,Worcester,,,,10,N,
        P2,off_site_direction,2021-11-03,,10,F,,,384900,255300,Worcester,2021-12-01,,,5,K,2021-11-04
        P3,section_19_other,2021-10-11,2021-10-12,7,,ASD,WR9 8DR,,,Wychavon,,2021-11-01,4,10,E,
    """,
    "providers": """
        provider_id,name,sector,approved
        OAK,Oak,maintained_pru,yes
    """,
    "sites": """
        site_id,provider_id,name,easting,northing,district,registered,hub_site_id,postcode
        OAK-W,OAK,Oak Worcester,385100,255100,Worcester,yes,,WR5 1AA
        OAK-D,OAK,Oak Droitwich,389300,263200,Wychavon,yes,OAK-W,
    """,
    "commissions": """
        commission_id,site_id,place_type,places,starts,ends,rolls_over,year_groups,needs,tier,basis,spot_weekly_pounds
        OAK-E,OAK-W,E,20,2021-09-01,2022-08-31,no,7-11,,2,block,
        OAK-P,OAK-D,P,4,2021-09-01,,,7 8 9,SEMH ASD,1,spot,450.50
    """,
    "calendar": """
        kind,name,starts,ends
        term,Autumn,2021-09-06,2021-12-17
        closure,Half term,2021-10-25,2021-10-29
        term,Spring,2022-01-04,2022-04-08
    """,
    "place_steps": """
        commission_id,starts,places
        OAK-E,2022-01-04,24
    """,
    "limits": """
        limit_id,site_id,commission_id,year_groups,unit,maximum
        ROOM,OAK-W,,7-9,pupils,8
        GROUP,,OAK-P,,sessions,30
    """,
    "placements": """
        pupil_id,commission_id,starts,ends,sessions_per_week,year_group
        Q1,OAK-E,2021-09-06,2021-12-17,10,9
        Q2,OAK-E,2021-09-06,,6,8
        Q2,OAK-P,2021-09-20,,4,8
    """,
    "decisions": """
        pupil_id,status,decided_on,commission_id,start_date,reason
        P1,accepted,2021-11-05,OAK-E,2021-11-15,Panel of 5 November
        P3,deferred,2021-11-05,,,
    """,
    "pairs": """
        pupil_id,other_pupil_id,kind
        P1,Q1,apart
        P2,P3,together
    """,
    "avoidances": """
        pupil_id,site_id,district
        P2,OAK-D,
        P3,,Wychavon
    """,
    "journeys": """
        pupil_id,site_id,minutes,metres
        P1,OAK-W,12,4100
    """,
    "funding": """
        commission_id,financial_year,place_rate_pounds,council_place_months,recouped_place_months,dfe_direct_place_months,top_up_pounds,source
        OAK-E,2021/22,10000,240,0,0,"160,000",Schools forum
    """,
    "services": """
        service_id,provider_name,service,financial_year,annual_pounds
        OUT-1,Oak,Outreach,2021,1012000
    """,
    "stated": """
        figure_id,financial_year,measure,value,rounded_to,provider_id
        F1,2021,total,1021000,1000,OAK
    """,
    "transport_rates": """
        starts,taxi_pounds_per_mile,school_days_per_year,source,assumed
        2021-04-01,2.14,190,Contract,no
    """,
    "history": """
        month,district,key_stage,need,route,count
        2021-09,Worcester,KS3,SEMH,permanent_exclusion,4
        2021-09,Worcester,KS3,,permanent_exclusion,1
    """,
    "assumptions": """
        table,record,column,value,because
        commissions,OAK-P,tier,1,The document is silent
    """,
}  # fmt: skip


@dataclass(frozen=True)
class TableFolder:
    """A folder of good tables, to be spoiled one cell at a time."""

    path: Path

    def file(self, table: str) -> Path:
        return self.path / f"{table}.csv"

    def rows(self, table: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.file(table).read_text(encoding="utf-8"))))

    def write(self, table: str, rows: list[list[str]]) -> None:
        sheet = io.StringIO(newline="")
        csv.writer(sheet).writerows(rows)
        self.file(table).write_text(sheet.getvalue(), encoding="utf-8", newline="")

    def set(self, table: str, line: int, column: str, value: str) -> None:
        """Write one cell; the heading is line 1."""
        rows = self.rows(table)
        rows[line - 1][rows[0].index(column)] = value
        self.write(table, rows)

    def add(self, table: str, **cells: str) -> None:
        rows = self.rows(table)
        self.write(table, [*rows, [cells.get(name, "") for name in rows[0]]])

    def change(self, table: str, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
        self.write(table, change(self.rows(table)))

    def problems(
        self, *, as_at: date = AS_AT, allow_identifiers: bool = False
    ) -> tuple[Problem, ...]:
        return check_tables(self.path, as_at=as_at, allow_identifiers=allow_identifiers)

    def problems_at(self, table: str, line: int, column: str) -> list[Problem]:
        place = (f"{table}.csv", line, column)
        return [each for each in self.problems() if (each.file, each.line, each.column) == place]

    def the_problem(self) -> Problem:
        """The only problem that there is."""
        problems = self.problems()
        assert len(problems) == 1, [str(problem) for problem in problems]
        return problems[0]


@pytest.fixture
def folder(tmp_path: Path) -> TableFolder:
    tables = TableFolder(tmp_path / "tables")
    tables.path.mkdir()
    for name, text in TABLES.items():
        lines = "".join(f"{line.strip()}\n" for line in text.strip().splitlines())
        tables.file(name).write_text(lines, encoding="utf-8")
    return tables
