from __future__ import annotations

from math import hypot

import shapely
from hypothesis import given
from hypothesis import strategies as st

from planner.reports.charts.placing import Disc, apart, name_spots

DISCS = st.lists(
    st.builds(Disc, st.integers(0, 60), st.integers(0, 60), st.integers(3, 8)), max_size=5
)


@given(DISCS)
def test_no_mark_hides_another(discs: list[Disc]) -> None:
    moved = apart(discs)
    assert [disc.radius for disc in moved] == [disc.radius for disc in discs]
    for first, one in enumerate(moved):
        for other in moved[first + 1 :]:
            # a tenth of a unit is less than anybody sees
            assert hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius - 0.1


def test_marks_with_room_stay_where_they_are() -> None:
    discs = (Disc(0, 0, 5), Disc(30, 0, 5))
    assert apart(discs) == discs


def test_a_name_stands_inside_its_district_and_clear_of_the_mark() -> None:
    district = shapely.box(0, 0, 200, 100)
    mark = Disc(100, 50, 15)
    ((x, y),) = name_spots([district], [(60, 14)], [mark])
    assert shapely.box(x - 30, y - 7, x + 30, y + 7).within(district)
    assert shapely.box(x - 30, y - 7, x + 30, y + 7).distance(shapely.Point(100, 50)) > 15


def test_two_names_in_a_narrow_strip_do_not_cover_each_other() -> None:
    strips = [shapely.box(0, 0, 100, 12), shapely.box(0, 12, 100, 24)]
    (_, lower), (_, upper) = name_spots(strips, [(90, 14), (90, 14)], [])
    assert upper - lower >= 14
