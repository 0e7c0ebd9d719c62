from planner.domain.codes import Destination, PlaceType
from planner.reports.futures.write import write_places
from planner.results.coming.places import Curve, Sufficiency, WayOn
from planner.results.coming.promise import CurvePoint
from planner.units import KeyStage


def test_the_page_draws_cost_against_chance_shows_ways_on_and_names_what_is_unknown(tmp_path):
    points = (CurvePoint(10, 0.5, 0.1, 10_000_000), CurvePoint(20, 0.95, 0.6, 20_000_000))
    curve = Curve("2023/24", KeyStage.KS3, PlaceType.EXCLUSION, points, 20, 1.5)
    ways_on = (WayOn(Destination.REINTEGRATION, 26, 0.4),)
    answer = Sufficiency("By simulation.", (), curves=(curve,), ways_on=ways_on)
    write_places(answer, tmp_path, title="Somewhere")
    text = (tmp_path / "places.html").read_text(encoding="utf-8")
    assert text.count("<circle") == 2
    assert "<td" in text
    assert "200000" in text.replace(",", "").replace("2e+05", "200000")
    assert Destination.REINTEGRATION.value in text
    assert "left empty: old_la_code" in text
    assert (tmp_path / "ways_on.csv").exists()
