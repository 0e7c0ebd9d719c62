"""Stays start on school days; an off-site direction needs two school days of notice."""

from datetime import date

title = "A stay starts on a school day, after notice where due, in a year group taken then"

PREVENTION = """
    commission | type
    -----------+-----
    Oak        | P
"""


def test_a_stay_starts_on_the_next_school_day_at_the_earliest(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission
        ----------
        Oak
        """,
        today=date(2021, 10, 22),  # a Friday; half-term follows
        expected="""
        pupil | starts
        ------+-----------
        Ada   | 1 Nov 2021
        """,
    )


def test_notice_given_today_lets_the_stay_start_two_school_days_later(decide):
    decide(
        pupils="""
        pupil | route              | notice
        ------+--------------------+-----------
        Ada   | off_site_direction | 8 Nov 2021
        """,
        commissions=PREVENTION,
        expected="""
        pupil | starts
        ------+------------
        Ada   | 10 Nov 2021
        """,
    )


def test_where_no_notice_was_given_it_is_given_today(decide):
    decide(
        pupils="""
        pupil | route
        ------+-------------------
        Ada   | off_site_direction
        """,
        commissions=PREVENTION,
        expected="""
        pupil | starts
        ------+------------
        Ada   | 10 Nov 2021
        """,
    )


def test_weekends_and_closures_are_no_days_of_notice(decide):
    decide(
        pupils="""
        pupil | route
        ------+-------------------
        Ada   | off_site_direction
        """,
        commissions=PREVENTION,
        today=date(2021, 11, 19),  # a Friday; Monday 22 November is a training day
        expected="""
        pupil | starts
        ------+------------
        Ada   | 24 Nov 2021
        """,
    )


def test_notice_given_in_time_delays_nothing(decide):
    decide(
        pupils="""
        pupil | route              | notice
        ------+--------------------+-----------
        Ada   | off_site_direction | 4 Nov 2021
        """,
        commissions=PREVENTION,
        expected="""
        pupil | starts
        ------+-----------
        Ada   | 9 Nov 2021
        """,
    )


def test_after_the_summer_the_year_group_is_the_next(decide):
    decide(
        pupils="""
        pupil | year
        ------+-----
        Ada   | 6
        Ben   | 7
        """,
        commissions="""
        commission | years | places
        -----------+-------+-------
        Oak        | 7-7   | 2
        """,
        today=date(2022, 8, 22),
        expected="""
        pupil | commission | starts
        ------+------------+-----------
        Ada   | Oak        | 5 Sep 2022
        Ben   | none       |
        """,
    )
