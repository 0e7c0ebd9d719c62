"""What the other authorities of a DfE table tell of one of them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.codes import Route
from planner.errors import InputProblems
from planner.forecast.history.counts import History
from planner.forecast.history.exclusions import read_exclusions
from planner.forecast.model.choose import choose_settings
from planner.forecast.model.fit import fit
from planner.forecast.model.nation import LEAST_AUTHORITIES, nation_of
from planner.results.coming.futures import Cohort

YEARS = 9
COHORT = (Cohort("", None, None, Route.PERMANENT_EXCLUSION, "Secondary"),)


def history_of(own, others):
    starts = tuple(date(2010 + year, 9, 1) for year in range(len(own)))
    counts = np.array(own, dtype=np.int64)[:, None]
    usable = np.ones(len(own), dtype=bool)
    return History(starts, 1, COHORT, counts, usable, others=np.array(others, dtype=float))


def growing(rate, *, authorities=40, size=80.0):
    return [[size * rate**year] * authorities for year in range(YEARS)]


def expected(history):
    return fit(history, choose_settings(history), ahead=3).expected_levels(3)


def test_a_steady_authority_is_expected_to_rise_where_all_others_rise():
    rising, steady = ([60] * YEARS, growing(1.15)), ([60] * YEARS, growing(1.0))
    assert expected(history_of(*rising))[0] > 1.05 * expected(history_of(*steady))[0]


def test_the_common_rise_fades():
    levels = expected(history_of([int(60 * 1.15**year) for year in range(YEARS)], growing(1.15)))
    first, second = levels[1] / levels[0], levels[2] / levels[1]
    assert 1.0 < second < first < 1.15


def test_of_the_others_no_more_is_seen_than_was_known_then():
    history = history_of([60] * YEARS, growing(1.1))
    later = history.others.copy()
    later[6:] *= 5
    then, other = (replace(history, others=o).until(6) for o in (history.others, later))
    assert expected(then).tolist() == expected(other).tolist()


def test_few_others_tell_nothing():
    history = history_of([60] * YEARS, growing(1.1, authorities=LEAST_AUTHORITIES - 1))
    assert nation_of(history) is None
    assert expected(history).tolist() == expected(replace(history, others=None)).tolist()


def test_authorities_that_go_their_own_ways_make_the_range_wider():
    generator = np.random.default_rng(1)
    own_ways = 200 * np.exp(np.cumsum(generator.normal(0, 0.5, (YEARS, 40)), axis=0))
    wild, alike = history_of([200] * YEARS, own_ways), history_of([200] * YEARS, growing(1.0))
    assert nation_of(wild).drift > 1.5 * nation_of(alike).drift


def test_other_authorities_of_a_table_are_read_beside_one_without_regions_and_withheld_years(
    tmp_path,
):
    path = tmp_path / "exclusions.csv"
    lines = ["year,level,la_name,school_type,perm_excl"]
    for year in ("201516", "201617"):
        lines += [
            f"{year},National,England,Secondary,7000",
            f"{year},Local authority,Anyshire,Secondary,40",
            f"{year},Local authority,Othershire,Secondary,{'x' if year == '201617' else 30}",
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
    history = read_exclusions(path, authority="Anyshire")
    assert history.others.shape == (2, 1)
    assert history.others[0, 0] == 30
    assert np.isnan(history.others[1, 0])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("last,Anyshire,Secondary,4", "This is not a school year"),
        ("201617,Anyshire,Secondary,many", "This is not a number of exclusions"),
    ],
)
def test_a_cell_of_a_dfe_table_that_is_no_number_is_named_with_its_line(tmp_path, line, told):
    path = tmp_path / "exclusions.csv"
    heading = "year,la_name,school_type,perm_excl"
    path.write_text(f"{heading}\n201516,Anyshire,Secondary,40\n{line}\n", encoding="utf-8")
    with pytest.raises(InputProblems) as raised:
        read_exclusions(path, authority="Anyshire")
    problem = raised.value.problems[0]
    assert (problem.line, problem.what.startswith(told)) == (3, True)


def test_an_estimate_with_decimals_is_read_as_the_nearest_whole_number(tmp_path):
    path = tmp_path / "exclusions.csv"
    heading = "year,la_name,school_type,perm_excl"
    path.write_text(f'{heading}\n2015/16,Anyshire,Secondary,"1,040.9412"\n', encoding="utf-8")
    assert read_exclusions(path, authority="Anyshire").totals.tolist() == [1041.0]
