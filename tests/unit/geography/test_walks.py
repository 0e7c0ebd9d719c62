"""Walks that suggestions are told of: measured where the case's atlas has roads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from planner.domain.provision import Point
from planner.geography.atlas import Atlas, AtlasFile
from planner.jobs.geography.walking import walks_of
from planner.jobs.opening import check_case

CASE = Path(__file__).resolve().parents[3] / "scenarios" / "worcestershire" / "base.yaml"


def test_a_walk_is_measured_only_where_the_atlas_has_roads(grid_file):
    sound = check_case(CASE)
    assert walks_of(sound) == {}
    pupil, site = sound.dataset.referrals[0], sound.dataset.sites[0]
    town = sound._replace(
        dataset=replace(
            sound.dataset,
            referrals=(replace(pupil, home=Point(385_000, 255_000)),),
            sites=(replace(site, point=Point(386_600, 256_200)),),
        ),
        atlas=Atlas(
            grid_file.parent,
            {
                "roads": AtlasFile(
                    path=grid_file.name,
                    what="a town",
                    source="drawn",
                    licence="none",
                    attribution="© nobody",
                    date="2021",
                )
            },
        ),
    )
    assert walks_of(town) == {(pupil.pupil_id, site.site_id): "within"}
