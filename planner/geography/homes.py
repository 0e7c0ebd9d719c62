"""
Where the waiting pupils live.

A home is a point in the referral table, or a postcode that is looked up on this
machine. Sites' points are checked here too, because nothing else has both them
and the outlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from planner.domain.dataset import Dataset
from planner.domain.referrals import Point, Referral
from planner.errors import InputProblems, Problem
from planner.geography.atlas import Atlas
from planner.geography.outlines import districts_of, faults_of
from planner.geography.postcodes import (
    Located,
    PostcodeTable,
    Quality,
    first_letters,
    postcode_table,
)


@dataclass(frozen=True, slots=True)
class _Home:
    """What is known of one pupil's home."""

    referral: Referral
    point: Point | None
    located: Located | None
    """What the postcode said; None where the table gave a point or no postcode."""
    found_district: str | None = None

    @property
    def contradicts(self) -> bool:
        """Whether the district in the table is not the one that the home lies in."""
        given, found = self.referral.district, self.found_district
        return bool(given and found and given.casefold() != found.casefold())

    @property
    def filled(self) -> Referral:
        """The referral with what was found; what the table says is kept."""
        district = self.referral.district or self.found_district
        return replace(self.referral, home=self.point, district=district)


def locate_homes(dataset: Dataset, atlas: Atlas) -> tuple[Dataset, tuple[str, ...]]:
    """
    Give every waiting pupil a home point and, where it can be known, a district.

    A point in the table stands before a postcode. A pupil whose journeys to all sites
    are in the council's own travel table needs no home.

    Returns
    -------
    tuple[Dataset, tuple[str, ...]]
        The dataset with homes, and notes on how well they are known, one sentence each.

    Raises
    ------
    InputProblems
        If a home cannot be located, or a home or a site is off the grid, in the sea, or
        has its coordinates swapped; all of them at once.
    """
    unknown = [r.home_postcode for r in dataset.referrals if r.home is None and r.home_postcode]
    # The table is large; it is read only where a home has to be found in it.
    table = postcode_table(atlas, letters=first_letters(unknown)) if unknown else None
    homes = _with_districts([_home(referral, table) for referral in dataset.referrals], atlas)
    problems = [
        *_missing_homes(dataset, homes, has_table=table is not None),
        *_home_faults(dataset, homes, atlas),
        *_site_faults(dataset, atlas),
    ]
    if problems:
        raise InputProblems(problems)
    filled = replace(dataset, referrals=tuple(home.filled for home in homes))
    return filled, (*_home_notes(homes), *_site_notes(dataset, atlas))


def _home(referral: Referral, table: PostcodeTable | None) -> _Home:
    if referral.home is not None or not referral.home_postcode or table is None:
        return _Home(referral, referral.home, None)
    located = table.find(referral.home_postcode)
    return _Home(referral, located.point, located)


def _with_districts(homes: list[_Home], atlas: Atlas) -> list[_Home]:
    rows = [row for row, home in enumerate(homes) if home.point is not None]
    points = [point for home in homes if (point := home.point) is not None]
    inside = dict(zip(rows, districts_of(points, atlas), strict=True))
    names = _district_names(atlas)
    return [
        replace(
            home,
            found_district=(names.get(home.located.district_code) if home.located else None)
            or inside.get(row),
        )
        for row, home in enumerate(homes)
    ]


def _district_names(atlas: Atlas) -> dict[str, str]:
    districts = atlas.district_shapes
    if districts is None or "district_code" not in districts.columns:
        return {}
    return dict(zip(districts.columns["district_code"], districts.columns["district"], strict=True))


def _missing_homes(dataset: Dataset, homes: list[_Home], *, has_table: bool) -> Iterator[Problem]:
    own = {(journey.pupil_id, journey.site_id) for journey in dataset.journeys}
    for home in homes:
        pupil_id = home.referral.pupil_id
        covered = all((pupil_id, site.site_id) in own for site in dataset.sites)
        if home.point is None and not covered:
            origin = dataset.origin_of("referrals", pupil_id)
            yield _missing_home(home, origin, has_table=has_table)


def _missing_home(home: _Home, origin: tuple[str, int], *, has_table: bool) -> Problem:
    pupil_id, written = home.referral.pupil_id, home.referral.home_postcode or ""
    what = f"Pupil {pupil_id} has no home: neither a postcode nor coordinates."
    fix = "Give home_postcode, or home_easting and home_northing."
    if written and has_table:
        what = f"Pupil {pupil_id}'s postcode, and its sector, are not in the postcode table."
        fix = "Correct it, or give home_easting and home_northing."
    elif written:
        what = f"Pupil {pupil_id}'s postcode cannot be looked up without a postcode table."
        fix = "Name a `geo` folder with postcodes, or give home_easting and home_northing."
    return Problem(*origin, "home_postcode", written, what, fix)


def _home_faults(dataset: Dataset, homes: list[_Home], atlas: Atlas) -> Iterator[Problem]:
    given = [home.referral for home in homes if home.referral.home is not None]
    faults = faults_of([point for r in given if (point := r.home) is not None], atlas)
    for referral, fault in zip(given, faults, strict=True):
        if fault is not None and referral.home is not None:
            origin = dataset.origin_of("referrals", referral.pupil_id)
            what = f"Pupil {referral.pupil_id}: {fault}."
            yield _point_problem(origin, "home_easting", referral.home, what)


def _site_faults(dataset: Dataset, atlas: Atlas) -> Iterator[Problem]:
    faults = faults_of([site.point for site in dataset.sites], atlas)
    for site, fault in zip(dataset.sites, faults, strict=True):
        if fault is not None:
            origin = dataset.origin_of("sites", site.site_id)
            yield _point_problem(origin, "easting", site.point, f"Site {site.site_id}: {fault}.")


def _point_problem(origin: tuple[str, int], column: str, point: Point, what: str) -> Problem:
    value = f"{point.easting}, {point.northing}"
    fix = "Give whole metres on the National Grid (EPSG:27700), easting first."
    return Problem(*origin, column, value, what, fix)


def _home_notes(homes: list[_Home]) -> Iterator[str]:
    located = [home.located for home in homes if home.located is not None]
    repaired = sum(one.repaired for one in located)
    if repaired:
        yield (
            f"{_pupils(repaired)}: the home postcode was read with 0 for O or 1 for I, "
            "or the other way about, and then found."
        )
    coarse = _ids(h for h in homes if h.located and h.located.quality is Quality.SECTOR)
    if coarse:
        yield (
            f"{', '.join(coarse)}: the home postcode is unknown, so the middle of its sector "
            "is used, which may be 1 km off and in the country 5 km; check before any decision "
            "on distance."
        )
    contrary = _ids(home for home in homes if home.contradicts)
    if contrary:
        yield f"{', '.join(contrary)}: the home lies in another district than the table says."
    outside = sum(home.point is not None and home.filled.district is None for home in homes)
    if outside:
        yield f"{_pupils(outside)}: the home lies in no district of the atlas."


def _site_notes(dataset: Dataset, atlas: Atlas) -> Iterator[str]:
    if atlas.district_shapes is None:
        return
    inside = districts_of([site.point for site in dataset.sites], atlas)
    for site, district in zip(dataset.sites, inside, strict=True):
        if district is None:
            yield f"Site {site.site_id} lies outside the districts of the atlas."
        elif site.district and site.district.casefold() != district.casefold():
            yield f"Site {site.site_id} lies in {district}, not in {site.district}."


def _ids(homes: Iterable[_Home]) -> list[str]:
    return [home.referral.pupil_id for home in homes]


def _pupils(count: int) -> str:
    return f"{count} pupil{'s' if count != 1 else ''}"
