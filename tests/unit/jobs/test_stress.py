"""A stress test names the worst loss, and its rescue is the least that is enough."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from planner.jobs.whatif.runs.executor import InProcess
from planner.jobs.whatif.seeking.seek import seek_case
from planner.jobs.whatif.stress.shocks import Shortage
from planner.jobs.whatif.stress.stress import stress_case
from planner.jobs.whatif.tasks.gather import Memory
from planner.jobs.whatif.tasks.question import open_question
from planner.reports.searches.stress import stress_words, write_stress
from planner.results.searches.stress import Stress

SHORTAGE = Shortage(weeks=6, per_cent=50)


@pytest.fixture(scope="module")
def base(swept_case: Path) -> Path:
    return swept_case.with_name("base.yaml")


def stressed(case: Path, *, rescues: int) -> Stress:
    return stress_case(
        case,
        executor=InProcess(),
        promise=0.5,
        shortage=SHORTAGE,
        rescues=rescues,
        years=1,
        store=Memory(),
    )


@pytest.fixture(scope="module")
def found(base: Path) -> Stress:
    return stressed(base, rescues=2)


def test_every_site_provider_and_district_is_tried_once_and_the_shortage(
    found: Stress, base: Path
) -> None:
    tables = open_question(base, years=1).tables
    several = Counter(site.provider_id for site in tables.sites)
    tried = Counter((row.kind, row.subject) for row in found.shocks)
    assert tried == Counter(
        [
            *(("site", site.site_id) for site in tables.sites),
            *(("provider", name) for name, sites in several.items() if sites > 1),
            *(("referrals", name) for name in {row.district for row in tables.history}),
            ("shortage", "all sites"),
        ]
    )
    assert not any(row.failed for row in found.shocks)


def test_the_worst_come_first_and_those_put_out_are_counted(found: Stress, base: Path) -> None:
    late = [row.late_more for row in found.shocks if not row.broken_year]
    assert late == sorted(late, reverse=True)
    tables = open_question(base, years=1).tables
    for row in found.shocks:
        if row.kind == "site":
            there = [
                p
                for p in tables.placements
                if tables.site_of(p.commission_id).site_id == row.subject
                and p.starts <= tables.as_at
                and (p.ends is None or p.ends > tables.as_at)
            ]
            assert row.put_out == (None if 0 < len(there) < 5 else len(there))
            assert row.late_more >= 0


def test_what_is_called_a_rescue_brings_back_what_was_without_the_shock(found: Stress) -> None:
    rescues = [each for row in found.shocks for each in row.rescues if each.means == "places"]
    assert any(each.enough for each in rescues)
    for each in rescues:
        assert each.late_pupils is not None
        assert each.enough == (each.late_pupils <= found.base_late_pupils + 0.5)
        assert each.says.startswith("Not even") != each.enough


def test_the_cheapest_way_back_that_is_enough_stands_first(found: Stress) -> None:
    for row in found.shocks:
        good = [r.yearly_pence for r in row.rescues if r.enough and r.yearly_pence is not None]
        assert good == sorted(good)
        first = row.rescues[: len(good)]
        assert all(each.enough and each.yearly_pence is not None for each in first)


def test_the_rescue_of_one_lost_commission_is_what_seeking_finds(
    found: Stress, base: Path, tmp_path: Path
) -> None:
    """The same answer by another way: the closure written as a scenario, and places sought."""
    row = next(row for row in found.shocks if row.kind == "site" and row.rescues)
    rescue = next(each for each in row.rescues if each.means == "places" and each.enough)
    fewer = dict(rescue.parts)
    name = max(fewer, key=lambda each: fewer[each])
    others = [(each, count) for each, count in rescue.parts if each != name]
    changes = [f"{{change: close_site, site: {row.subject}, because: tried}}"]
    changes += [
        f"{{change: add_places, commission: {each}, places: {count}, because: tried}}"
        for each, count in others
    ]
    path = base.with_name("closed.yaml")
    path.write_text(
        "title: Closed\nbase: base.yaml\nchanges:\n" + "".join(f"  - {c}\n" for c in changes),
        encoding="utf-8",
    )
    sought = seek_case(
        path,
        target=f"late_pupils <= {found.base_late_pupils + 0.5:.6f}",
        vary=f"places@{name}",
        years=1,
    )
    assert sought.value is not None
    assert sought.value <= fewer[name]


def test_a_price_for_places_bought_singly_makes_a_rescue_of_them(
    base: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "spot"
    tables = folder / "tables"
    tables.mkdir(parents=True)
    for file in (base.parent / "tables").iterdir():
        (tables / file.name).write_bytes(file.read_bytes())
    commissions = pd.read_csv(tables / "commissions.csv", dtype="string", encoding="utf-8-sig")
    commissions["spot_weekly_pounds"] = pd.Series(["250"] * len(commissions), dtype="string")
    commissions.to_csv(tables / "commissions.csv", index=False)
    (folder / "base.yaml").write_bytes(base.read_bytes())
    worst = stressed(folder / "base.yaml", rescues=1).shocks[0]
    spot = next(each for each in worst.rescues if each.means == "spot")
    assert spot.yearly_pence == round(worst.late_days_more / 5 * 25_000)


def test_the_words_the_tables_and_the_record_say_the_same(found: Stress, tmp_path: Path) -> None:
    write_stress(found, tmp_path)
    table = pd.read_csv(tmp_path / "stress.csv", encoding="utf-8-sig")
    assert list(table["rank"]) == list(range(1, len(found.shocks) + 1))
    assert list(table["says"]) == [row.says for row in found.shocks]
    record = json.loads((tmp_path / "stress.json").read_text(encoding="utf-8"))
    words = list(stress_words(found))
    assert record["sentences"] == words
    assert found.shocks[0].says in words[1]
    assert any("The tables give no home of a pupil in a place" in each for each in words)
    rescues = pd.read_csv(tmp_path / "rescues.csv", encoding="utf-8-sig")
    assert len(rescues) == sum(len(row.rescues) for row in found.shocks)


def test_only_places_of_the_type_that_is_lost_are_added(found: Stress, base: Path) -> None:
    tables = open_question(base, years=1).tables
    for row in found.shocks:
        if row.kind != "site":
            continue
        lost = {c.place_type for c in tables.commissions if c.site_id == row.subject}
        for rescue in row.rescues:
            for name, _ in rescue.parts:
                assert tables.commission[name].place_type in lost
                assert tables.commission[name].site_id != row.subject
