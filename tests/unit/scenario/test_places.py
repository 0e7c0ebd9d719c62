"""More places, fewer, moved, and what that does to the funding."""

from collections.abc import Callable
from datetime import date

import pytest

from planner.domain.dataset import Dataset
from planner.errors import ScenarioProblems

Applied = tuple[Dataset, tuple[str, ...]]
Changed = Callable[..., Applied]


def places(dataset: Dataset, name: str, *days: date) -> list[int]:
    return [dataset.commission[name].places_on(day) for day in days]


def test_places_are_added_for_good(changed: Changed) -> None:
    after, said = changed("add_places", commission="FORGE-E", places=5, from_="2021-11-22")
    days = date(2021, 11, 21), date(2021, 11, 22), date(2029, 1, 1)
    assert places(after, "FORGE-E", *days) == [35, 40, 40]
    assert said == ("FORGE-E: places 35 -> 40 from 22 Nov 2021 (because agreed).",)


def test_places_are_added_for_a_time(changed: Changed) -> None:
    after, said = changed(
        "add_places", commission="FORGE-E", places=5, from_="2021-11-22", until="2021-12-17"
    )
    days = date(2021, 11, 22), date(2021, 12, 17), date(2021, 12, 18)
    assert places(after, "FORGE-E", *days) == [40, 40, 35]
    assert said == ("FORGE-E: places 35 -> 40 from 22 Nov 2021 to 17 Dec 2021 (because agreed).",)


def test_a_change_without_a_day_holds_from_the_as_at_date(changed: Changed) -> None:
    after, said = changed("set_places", commission="FORGE-P", places=0)
    assert places(after, "FORGE-P", date(2021, 11, 7), date(2021, 11, 8)) == [12, 0]
    assert said == ("FORGE-P: places 12 -> 0 from 8 Nov 2021 (because agreed).",)


def test_a_day_before_the_contract_means_its_first_day(changed: Changed) -> None:
    after, said = changed("add_places", commission="FORGE-E", places=1, from_="2019-01-01")
    assert places(after, "FORGE-E", date(2020, 8, 31), date(2020, 9, 1)) == [0, 36]
    assert after.commission["FORGE-E"].steps == ()
    assert said == ("FORGE-E: places 35 -> 36 from 1 Sep 2020 (because agreed).",)


def test_added_places_are_funded_from_the_next_first_of_a_month(changed: Changed) -> None:
    after, _ = changed("add_places", commission="FORGE-E", places=5, from_="2021-11-22")
    this_year, next_year = (row for row in after.funding if row.commission_id == "FORGE-E")
    # December to March: four months of five places; whoever pays for most pays for these.
    assert (this_year.council_place_months, this_year.recouped_place_months) == (120, 320)
    assert this_year.top_up_pence == 440 * 500_00
    assert (next_year.council_place_months, next_year.recouped_place_months) == (120, 360)


def test_the_payer_of_added_places_can_be_named(changed: Changed) -> None:
    after, _ = changed(
        "add_places", commission="FORGE-E", places=1, from_="2021-12-01", paid_by="dfe_direct"
    )
    row = next(row for row in after.funding if row.commission_id == "FORGE-E")
    assert (row.council_place_months, row.dfe_direct_place_months) == (120, 4)


def test_fewer_places_take_from_every_payer_in_proportion(changed: Changed) -> None:
    after, _ = changed("set_places", commission="FORGE-E", places=28, from_="2022-04-01")
    next_year = [row for row in after.funding if row.commission_id == "FORGE-E"][1]
    assert (next_year.council_place_months, next_year.recouped_place_months) == (96, 240)


def test_money_that_moved_is_not_held_against_printed_figures(
    changed: Changed, authority: Dataset
) -> None:
    moved, _ = changed("add_places", commission="FORGE-E", places=5)
    kept, _ = changed("set_tier", commission="FORGE-E", tier=3)
    assert moved.stated == ()
    assert kept.stated == authority.stated


def test_places_are_moved_from_e_to_p(changed: Changed) -> None:
    after, said = changed(
        "move_places",
        commission="FORGE-E",
        to_commission="FORGE-P",
        places=5,
        from_="2022-01-01",
    )
    day = date(2022, 1, 1)
    assert places(after, "FORGE-E", day) + places(after, "FORGE-P", day) == [30, 17]
    assert said == (
        "FORGE-E: places 35 -> 30 and FORGE-P: places 12 -> 17 from 1 Jan 2022 (because agreed).",
    )
    row = next(row for row in after.funding if row.commission_id == "FORGE-P")
    assert row.council_place_months == 144 + 3 * 5


@pytest.mark.parametrize(
    ("change", "keys", "sentence"),
    [
        (
            "move_places",
            {"commission": "FORGE-P", "to_commission": "FORGE-E", "places": 13},
            r"FORGE-P has only 12 places from 8 Nov 2021\. Move fewer",
        ),
        (
            "move_places",
            {"commission": "FORGE-P", "to_commission": "FORGE-P", "places": 1},
            "moved to the commission that they come from",
        ),
        (
            "add_places",
            {"commission": "BECK-P", "places": 1, "from_": "2022-04-01"},
            "BECK-P ends on 31 Mar 2022, before the change",
        ),
        (
            "add_places",
            {"commission": "BECK-P", "places": 1, "until": "2021-11-07"},
            "would end before it begins on 8 Nov 2021",
        ),
        (
            "set_places",
            {"commission": "FORGE-E", "places": 35},
            r"changes nothing \(FORGE-E: places 35 -> 35 from 8 Nov 2021\)",
        ),
        ("set_places", {"commission": "FRGE-E", "places": 3}, 'Did you mean "FORGE-E"'),
    ],
)
def test_a_change_that_does_not_fit_is_refused(
    changed: Changed, change: str, keys: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ScenarioProblems, match=sentence):
        changed(change, **keys)


def test_places_come_step_by_step_by_date(changed: Callable[..., Applied]) -> None:
    after, (said,) = changed(
        "phase_places",
        commission="FORGE-E",
        phases=[
            {"from": date(2021, 11, 22), "places": 40},
            {"from": date(2022, 1, 10), "places": {"low": 44, "high": 50}},
        ],
    )
    forge = after.commission["FORGE-E"]
    days = (date(2021, 11, 21), date(2021, 11, 22), date(2022, 1, 9), date(2022, 1, 10))
    assert [forge.places_on(day) for day in days] == [35, 40, 40, 47]
    assert said == (
        "FORGE-E: places 35 -> 40 from 22 Nov 2021, 40 -> 47 from 10 Jan 2022 (because agreed)."
    )
    assert after.funding != changed("set_tier", commission="FORGE-E", tier=3)[0].funding


@pytest.mark.parametrize(
    ("commission", "phases", "said"),
    [
        ("FORGE", [(date(2022, 1, 10), 9)], 'there is no commission "FORGE" in the tables'),
        ("FORGE-E", [(date(2022, 1, 10), 35)], "FORGE-E has 35 places then already"),
        (
            "FORGE-E",
            [(date(2021, 12, 1), 40), (date(2022, 1, 10), 40)],
            "FORGE-E has 40 places then already",
        ),
        ("BECK-P", [(date(2022, 4, 1), 9)], "BECK-P ends on 31 Mar 2022, before the change"),
    ],
)
def test_a_phase_that_cannot_be_is_refused(
    changed: Callable[..., Applied], commission: str, phases: list[tuple[date, int]], said: str
) -> None:
    steps = [{"from": day, "places": places} for day, places in phases]
    with pytest.raises(ScenarioProblems, match=said):
        changed("phase_places", commission=commission, phases=steps)
