import hashlib
import shutil
from pathlib import Path

import pytest
import yaml

from planner.errors import InputProblems
from planner.geography.atlas import open_atlas
from planner.geography.outlines import district_outlines

GEO = Path(__file__).parents[3] / "geo"


@pytest.fixture
def copied(tmp_path) -> Path:
    folder = tmp_path / "geo"
    shutil.copytree(GEO, folder)
    return folder


def test_every_shipped_file_is_in_the_manifest_and_has_its_maker():
    manifest = yaml.safe_load((GEO / "manifest.yaml").read_text(encoding="utf-8"))["files"]
    named = {entry["path"] for entry in manifest.values()}
    assert named == {f"data/{path.name}" for path in (GEO / "data").iterdir()}
    for entry in manifest.values():
        assert (GEO / entry["made_by"]).is_file()
        assert entry["sha256"] == hashlib.sha256((GEO / entry["path"]).read_bytes()).hexdigest()


def test_a_changed_file_is_refused_with_what_to_do(copied):
    path = copied / "data" / "travel_curves.csv"
    path.write_text(path.read_text() + "authority,Mine,1,1,1,1,1,1\n")
    with pytest.raises(InputProblems, match="differs from its checksum") as caught:
        open_atlas(copied)
    assert "write the new sha256" in str(caught.value)


def test_all_faults_of_a_manifest_are_named_at_once(copied):
    manifest = yaml.safe_load((copied / "manifest.yaml").read_text(encoding="utf-8"))
    manifest["files"]["areas"]["colour"] = "red"
    del manifest["files"]["land"]["licence"]
    (copied / "manifest.yaml").write_text(yaml.safe_dump(manifest))
    with pytest.raises(InputProblems, match="2 problems found") as caught:
        open_atlas(copied)
    assert [p.column for p in caught.value.problems] == ["areas.colour", "land.licence"]


def test_a_missing_file_and_a_missing_manifest_are_named(copied, tmp_path):
    (copied / "data" / "land.geojson").unlink()
    with pytest.raises(InputProblems, match="names it as `land`, but it is not there"):
        open_atlas(copied)
    with pytest.raises(InputProblems, match="no manifest of geographic files"):
        open_atlas(tmp_path)


def test_without_a_folder_the_atlas_is_empty():
    atlas = open_atlas(None)
    assert atlas.districts is None
    assert district_outlines(atlas, ["Worcester"]).empty


def test_district_outlines_are_found_by_name_or_code_on_the_national_grid():
    outlines = district_outlines(open_atlas(GEO), ["worcester", "E07000236", "Nowhere"])
    assert outlines["district"].tolist() == ["Redditch", "Worcester"]
    assert outlines.crs.to_epsg() == 27700
    assert outlines.geometry.is_valid.all()
    # Worcester city is 33.3 square kilometres in the ONS's standard area measurements.
    assert outlines.area.tolist()[1] / 1e6 == pytest.approx(33.3, rel=0.02)


def test_the_outlines_hold_the_attribution_that_every_map_must_show():
    said = open_atlas(GEO).attributions("districts", "areas")
    assert said == (
        "Source Office for National Statistics licensed under the Open Government Licence v3.0; "
        "contains OS data © Crown copyright and database right 2024",
    )
