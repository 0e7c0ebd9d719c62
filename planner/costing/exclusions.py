"""The money that moves with a permanently excluded pupil, to the penny."""

from __future__ import annotations

from datetime import date

from planner.domain.finance.charges import ExclusionTransfer
from planner.units import AcademicYear, FinancialYear, Pence, divide_half_up

WEEKS_PER_YEAR = 52


def funding_period_ends(transfer: ExclusionTransfer) -> date:
    """Return the last day of the period over which the excluding school's budget runs."""
    if transfer.academy:
        return AcademicYear.of(transfer.relevant_date).ends
    return FinancialYear.of(transfer.relevant_date).ends


def weeks_remaining(transfer: ExclusionTransfer) -> int:
    """
    Return B: complete weeks from the relevant date that the deduction is made for.

    To the end of the funding period; but to the end of the school year where
    the exclusion takes effect on or after 1 April of a school year at whose end
    pupils of that age normally leave.

    Examples
    --------
    >>> weeks_remaining(ExclusionTransfer(
    ...     "X1", "School", date(2024, 11, 18), date(2024, 11, 8), 542_200))
    19
    """
    ends = funding_period_ends(transfer)
    if transfer.leaves_this_summer and transfer.excluded_on.month in range(4, 9):
        ends = AcademicYear.of(transfer.excluded_on).ends
    return _complete_weeks(transfer.relevant_date, ends)


def deduction_pence(transfer: ExclusionTransfer) -> Pence:
    r"""
    Return what is taken from the excluding school's budget share.

    .. math:: A \times (B / 52) + C

    rounded to the nearest penny, halves upwards, before C is added.

    Parameters
    ----------
    transfer
        A is ``amount_pence``, B comes from the dates, C is the order.

    Returns
    -------
    int
        Nil for special schools, pupil referral units and reserved places. [pence]

    Notes
    -----
    The regulations do not say how to round; this is our rule.

    Source: School and Early Years Finance (England) Regulations 2024, on
    permanently excluded pupils; reg. 39 for C.

    Examples
    --------
    >>> deduction_pence(ExclusionTransfer(
    ...     "X1", "School", date(2024, 11, 18), date(2024, 11, 8), 542_200,
    ...     adjustment_order_pence=400_000))
    598112
    """
    if transfer.exempt:
        return 0
    share = divide_half_up(transfer.amount_pence * weeks_remaining(transfer), WEEKS_PER_YEAR)
    return share + transfer.adjustment_order_pence


def admission_pence(transfer: ExclusionTransfer) -> Pence:
    r"""
    Return the least that the school which admits the pupil gains in the same period.

    .. math:: D \times (E / F)

    D is the deduction, E the complete weeks left in the period from the day of
    admission, F the weeks of the deduction (F = B is our reading). Nil where
    nobody admits the pupil in the period, or nothing was deducted.
    """
    weeks = weeks_remaining(transfer)
    if transfer.admitted_on is None or weeks == 0:
        return 0
    left = weeks_after_admission(transfer)
    return divide_half_up(deduction_pence(transfer) * left, weeks)


def weeks_after_admission(transfer: ExclusionTransfer) -> int:
    """Return E: complete weeks from the admission, never more than B and never below nil."""
    if transfer.admitted_on is None:
        return 0
    left = _complete_weeks(transfer.admitted_on, funding_period_ends(transfer))
    return min(left, weeks_remaining(transfer))


def _complete_weeks(starts: date, ends: date) -> int:
    return max(0, ((ends - starts).days + 1) // 7)
