import zipfile
from datetime import date, datetime

import geopandas as gpd
import numpy as np
import pytest
from pyproj import Transformer
from shapely import Point

from planner.errors import InputProblems, NoAnswer
from planner.geography.atlas import Atlas
from planner.geography.engines.contract import Mode, travel_times
from planner.geography.engines.straight import StraightLine
from planner.geography.engines.transit import Transit
from planner.geography.timetable.feed import read_timetable
from planner.geography.timetable.scan import CHANGE_SECONDS, departure_and_arrival, last_labels

TUESDAY = date(2026, 1, 13)
NINE = datetime(2026, 1, 13, 9, 0)
EAST = 385_000
"""Stops A, B, C, D stand five kilometres apart on one line."""


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}:00"


def feed(path, trips, *, stops=4, calendar="1,1,1,1,1,0,0,20260101,20261231", **columns):
    """Write a GTFS file. A trip is a list of (stop, minute) calls."""
    degrees = Transformer.from_crs(27700, 4326, always_xy=True)
    lines = ["stop_id,stop_lat,stop_lon"]
    for stop in range(stops):
        longitude, latitude = degrees.transform(EAST + 5_000 * stop, 255_000)
        lines.append(f"{'ABCDEFGH'[stop]},{latitude:.7f},{longitude:.7f}")
    calls = ["trip_id,stop_id,stop_sequence,arrival_time,departure_time," + ",".join(columns)]
    for trip, stopping in enumerate(trips):
        for sequence, (stop, minute) in enumerate(stopping):
            more = ",".join(str(column[trip][sequence]) for column in columns.values())
            calls.append(f"t{trip},{stop},{sequence},{clock(minute)},{clock(minute)},{more}")
    week = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stops.txt", "\n".join(lines))
        archive.writestr("stop_times.txt", "\n".join(calls))
        archive.writestr(
            "trips.txt", "trip_id,service_id\n" + "\n".join(f"t{n},s" for n in range(len(trips)))
        )
        archive.writestr("calendar.txt", f"service_id,{week},start_date,end_date\ns,{calendar}")
    return path


def points(*eastings, name="H"):
    return gpd.GeoDataFrame(
        {"id": [f"{name}{n}" for n in range(len(eastings))]},
        geometry=[Point(east, 255_000) for east in eastings],
        crs=27700,
    )


def ask(path, home, site, **more):
    engine = Transit(path, "a made-up bus", "© nobody", StraightLine(Atlas()))
    asked = {"engine": engine, "arrive": NINE} | more
    return travel_times(points(home), points(site, name="S"), Mode.TRANSIT, **asked)


def minutes(*asked, **more) -> list[float]:
    return ask(*asked, **more)["travel_minutes"].round(2).tolist()


def test_the_last_bus_that_arrives_in_time_is_taken_from_door_to_door(tmp_path):
    path = feed(tmp_path / "f.zip", [[("A", 480), ("B", 500)], [("A", 520), ("B", 545)]])
    # The bus of 8:00 takes 20 minutes; walks of 400 m at 80 m a minute times 1.25 take 6.25.
    assert minutes(path, EAST - 400, EAST + 5_400) == [pytest.approx(20 + 2 * 6.25, abs=0.05)]


def test_a_home_at_the_stop_itself_walks_nowhere(tmp_path):
    path = feed(tmp_path / "f.zip", [[("A", 480), ("B", 500)]])
    assert minutes(path, EAST, EAST + 5_000) == [pytest.approx(20, abs=0.05)]


def test_a_change_needs_its_time(tmp_path):
    enough = [[("A", 480), ("B", 490)], [("B", 492), ("C", 510)]]
    path = feed(tmp_path / "f.zip", enough)
    assert minutes(path, EAST, EAST + 10_000) == [pytest.approx(30, abs=0.05)]
    hurried = [[("A", 480), ("B", 490)], [("B", 491), ("C", 510)]]
    path = feed(tmp_path / "g.zip", hurried)
    assert np.isnan(minutes(path, EAST, EAST + 10_000)[0])


def test_staying_on_the_bus_is_no_change(tmp_path):
    path = feed(tmp_path / "f.zip", [[("A", 480), ("B", 490), ("C", 500)]])
    assert minutes(path, EAST, EAST + 10_000) == [pytest.approx(20, abs=0.05)]


def test_where_nobody_may_board_or_alight_nobody_does(tmp_path):
    calls = [[("A", 480), ("B", 490), ("C", 500)]]
    only_down = feed(tmp_path / "f.zip", calls, pickup_type=[[1, 0, 0]])
    assert np.isnan(minutes(only_down, EAST, EAST + 10_000)[0])
    no_exit = feed(tmp_path / "g.zip", calls, drop_off_type=[[0, 0, 1]])
    assert np.isnan(minutes(no_exit, EAST, EAST + 10_000)[0])


def test_a_short_way_is_walked_and_a_long_one_is_not(tmp_path):
    path = feed(tmp_path / "f.zip", [[("A", 480), ("B", 500)]])
    walked = ask(path, EAST + 20_000, EAST + 21_000)
    assert walked["travel_minutes"].tolist() == [pytest.approx(1250 / 80, abs=0.02)]
    assert walked["distance_metres"].tolist() == [pytest.approx(1250)]
    assert np.isnan(minutes(path, EAST + 20_000, EAST + 24_000)[0])


def test_a_day_outside_the_timetable_takes_the_same_weekday_of_its_first_week(tmp_path):
    path = feed(tmp_path / "f.zip", [[("A", 480), ("B", 500)]])
    assert read_timetable(path, date(2031, 5, 6)).day == date(2026, 1, 6)
    assert read_timetable(path, TUESDAY).day == TUESDAY


def test_a_day_without_a_bus_is_a_problem_that_names_it(tmp_path):
    path = feed(tmp_path / "f.zip", [[("A", 480), ("B", 500)]])
    with pytest.raises(InputProblems, match="Nothing runs on Sunday 18 January 2026"):
        read_timetable(path, date(2026, 1, 18))


def test_a_damaged_or_incomplete_timetable_is_a_problem(tmp_path):
    whole = feed(tmp_path / "f.zip", [[("A", 480), ("B", 500)]])
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:300])
    with pytest.raises(InputProblems, match="not a whole GTFS timetable"):
        read_timetable(cut, TUESDAY)
    with zipfile.ZipFile(tmp_path / "half.zip", "w") as archive:
        archive.writestr("stops.txt", "stop_id,stop_lat\n")
    with pytest.raises(InputProblems, match=r"lacks stops\.txt: stop_lon, trips\.txt: trip_id"):
        read_timetable(tmp_path / "half.zip", TUESDAY)


def test_without_a_moment_to_arrive_by_a_timetable_gives_no_answer(tmp_path):
    path = feed(tmp_path / "f.zip", [[("A", 480), ("B", 500)]])
    with pytest.raises(NoAnswer, match="say when the school day starts"):
        ask(path, EAST, EAST + 5_000, arrive=None)


def test_the_last_starts_agree_with_a_search_forwards_from_every_departure(tmp_path):
    draw = np.random.default_rng(11)
    for attempt in range(20):
        trips = []
        for _ in range(14):
            stops = draw.permutation(list("ABCDEF"))[: draw.integers(2, 5)]
            times = np.sort(draw.choice(np.arange(470, 545), len(stops), replace=False))
            trips.append(list(zip(stops, times.tolist(), strict=True)))
        timetable = read_timetable(feed(tmp_path / f"{attempt}.zip", trips, stops=6), TUESDAY)
        site = timetable.stop_metres[[5]]
        labels = last_labels(timetable, site, arrive_by=540 * 60, earliest=0)[:, 0]
        departs = departure_and_arrival(labels)[0]
        for stop in range(5):
            expected = _last_start_forwards(timetable, stop)
            assert (departs[stop] if labels[stop] >= 0 else None) == expected


def _last_start_forwards(timetable, start: int) -> int | None:
    starts = sorted(set(timetable.departs[timetable.from_stop == start].tolist()), reverse=True)
    return next((moment for moment in starts if _arrives(timetable, start, moment)), None)


def _arrives(timetable, start: int, moment: int) -> bool:
    ready = {start: moment}
    aboard: set[int] = set()
    for ride in reversed(range(len(timetable.departs))):
        trip, departs = int(timetable.trip[ride]), int(timetable.departs[ride])
        if trip in aboard or ready.get(int(timetable.from_stop[ride]), 1 << 30) <= departs:
            aboard.add(trip)
            arrives, there = int(timetable.arrives[ride]), int(timetable.to_stop[ride])
            if there == 5 and arrives <= 540 * 60:
                return True
            ready[there] = min(ready.get(there, 1 << 30), arrives + CHANGE_SECONDS)
    return False


def test_a_real_bus_is_quicker_than_walking(newport_timetable):
    engine = Transit(newport_timetable, "Newport's buses", "© DfT", StraightLine(Atlas()))
    home = points(328_500).set_geometry([Point(328_500, 187_500)], crs=27700)
    site = points(331_000, name="S").set_geometry([Point(331_000, 188_200)], crs=27700)
    asked = {"engine": engine, "arrive": datetime(2023, 6, 13, 9, 0)}
    table = travel_times(home, site, Mode.TRANSIT, **asked)
    # 2.6 km are 40 minutes on foot.
    assert 8 < table["travel_minutes"].iloc[0] < 25
    assert np.isnan(table["distance_metres"].iloc[0])
