from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.codes import Route
from planner.domain.referrals import HistoryWindow, ReferralCount
from planner.errors import InputProblems
from planner.forecast.history.counts import History, months_between, read_months
from planner.forecast.history.exclusions import read_exclusions
from planner.forecast.oddities import (
    leave_out,
    leave_out_half_entered,
    leave_out_spikes,
    renamed_districts,
)
from planner.units import KeyStage

MONTHS = months_between(date(2016, 9, 1), date(2021, 10, 1))


def history_of(monthly, *, district="Redditch", months=MONTHS):
    rows = [
        ReferralCount(month, district, KeyStage.KS3, None, Route.PERMANENT_EXCLUSION, int(count))
        for month, count in zip(months, monthly, strict=True)
    ]
    return read_months(rows, as_at=date(2021, 11, 8))


@pytest.fixture
def steady() -> History:
    generator = np.random.default_rng(4)
    return history_of([0 if m.month == 8 else generator.poisson(12) for m in MONTHS])


def with_count(history, month, count):
    counts = history.counts.copy()
    counts[history.starts.index(month)] = count
    return replace(history, counts=counts)


def test_covid_months_are_left_out_where_nothing_else_is_said(steady):
    left = leave_out(steady, ())
    assert not left.usable[left.starts.index(date(2020, 5, 1))]
    assert left.usable[left.starts.index(date(2021, 9, 1))]
    assert left.notes == (
        "2020-03 to 2021-08 is left out: schools were closed or half empty in the Covid-19 "
        "pandemic.",
    )


def test_an_authoritys_own_windows_stand_instead(steady):
    window = HistoryWindow(date(2018, 1, 1), date(2018, 3, 31), "the panel did not meet")
    left = leave_out(steady, (window,))
    assert int((~left.usable).sum()) == 3
    assert left.notes[-1].endswith("the panel did not meet.")


def test_one_giant_spike_is_left_out_and_named(steady):
    left = leave_out_spikes(with_count(steady, date(2019, 3, 1), 400))
    assert not left.usable[left.starts.index(date(2019, 3, 1))]
    assert left.notes[0].startswith("2019-03 has 400 referrals where about 1")


def test_usual_ups_and_downs_are_not_spikes(steady):
    assert leave_out_spikes(steady).notes == ()


def test_a_last_month_that_is_half_entered_is_left_out(steady):
    left = leave_out_half_entered(with_count(steady, date(2021, 10, 1), 1))
    assert not left.usable[-1]
    assert "looks half entered" in left.notes[-1]


def test_a_renamed_district_is_noticed():
    old, new = MONTHS[:30], MONTHS[30:]
    rows = [
        ReferralCount(month, name, KeyStage.KS3, None, Route.PERMANENT_EXCLUSION, 4)
        for name, months in (("Wyre", old), ("Wyre Forest", new))
        for month in months
    ]
    said = renamed_districts(read_months(rows, as_at=date(2021, 11, 8)))
    assert len(said) == 1
    assert said[0].startswith('"Wyre" has no referrals after 2019-02 and "Wyre Forest" none before')


def write(tmp_path, *lines):
    path = tmp_path / "exclusions.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def test_a_termly_dfe_table_is_read_with_one_withheld_phase_from_the_total(tmp_path):
    path = write(
        tmp_path,
        "time_period,time_identifier,la_name,education_phase,perm_excl",
        "202122,Autumn term,Anyshire,Total,12",
        "202122,Autumn term,Anyshire,State-funded primary,x",
        "202122,Autumn term,Anyshire,State-funded secondary,9",
        "202122,Spring term,Anyshire,Total,8",
        "202122,Spring term,Anyshire,State-funded primary,2",
        "202122,Spring term,Anyshire,State-funded secondary,6",
        "202122,Autumn term,Othershire,Total,99",
    )
    history = read_exclusions(path, authority="anyshire")
    assert history.per_year == 3
    assert history.counts.tolist() == [[3, 9], [2, 6]]
    assert history.starts == (date(2021, 9, 1), date(2022, 1, 1))


def test_a_yearly_dfe_table_is_read_as_years(tmp_path):
    path = write(
        tmp_path,
        "year,la_name,school_type,perm_excl",
        "201516,Anyshire,Secondary,40",
        "201617,Anyshire,Secondary,50",
    )
    history = read_exclusions(path, authority="Anyshire")
    assert (history.per_year, history.totals.tolist()) == (1, [40.0, 50.0])


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("year,la_name,school_type", "201516,Anyshire,Total"), "no column for the count"),
        (
            ("year,la_name,school_type,perm_excl", "201516,Othershire,Total,4"),
            "no row of this authority",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_reason(tmp_path, lines, sentence):
    with pytest.raises(InputProblems, match=sentence):
        read_exclusions(write(tmp_path, *lines), authority="Anyshire")
