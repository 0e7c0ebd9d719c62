"""Walks along roads and paths, handed from geography to those who suggest."""

from __future__ import annotations

from collections.abc import Mapping

from planner.geography.entitlement.statutory import WALKING_ROUTE, walking_tests
from planner.geography.travel import engine_of, home_points, site_points
from planner.jobs.opening import SoundCase

_KNOW_ROUTES = ("roads", "osrm", "matrix")
"""Files of an atlas from which a walk may be routed."""


def walks_of(sound: SoundCase) -> Mapping[tuple[str, str], str]:
    """
    Return verdicts on walks by ``pupil_id`` and ``site_id``, where the case's atlas routes them.

    What is not in it nobody measured along roads and paths.
    """
    atlas, scenario, dataset = sound.atlas, sound.scenario, sound.dataset
    at_home = [referral for referral in dataset.referrals if referral.home is not None]
    if not at_home or not any(atlas.path(name) for name in _KNOW_ROUTES):
        return {}
    engine = engine_of(atlas, curve=scenario.travel_curve, peak_factor=scenario.travel_peak_factor)
    tests = walking_tests(dataset, home_points(at_home), site_points(dataset), engine)
    routed = tests[tests["measured_by"] == WALKING_ROUTE]
    pairs = zip(routed["pupil_id"], routed["site_id"], strict=True)
    return dict(zip(pairs, routed["verdict"], strict=True))
