"""The groups in which those who wait are counted; none of them is given to the solver as such."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.referrals import Referral

NOT_RECORDED = "not recorded"

Group = tuple[str, str]
"""Kind of group and the pupil's own, such as ``("sex", "F")``."""


def groups_of(referral: Referral) -> Iterator[Group]:
    """Yield the groups a pupil is counted in, whatever the council records of ethnicity."""
    yield "sex", referral.sex.value if referral.sex else NOT_RECORDED
    yield "SEN provision", referral.sen_provision.value
    yield "looked after", _yes(referral.looked_after)
    yield "social worker", _yes(referral.social_worker)
    yield "low income (free school meals)", _yes(referral.low_income)
    yield "district", referral.district or NOT_RECORDED
    yield "key stage", referral.key_stage.value


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"
