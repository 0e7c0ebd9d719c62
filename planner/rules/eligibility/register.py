"""
Every rule about one pupil and one commission: who may go where at all.

A rule that speaks takes the option away; none of them is a penalty. Sentences
name no pupil's need or route, since they are printed in reports.
"""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.codes import Enforcement
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Reason
from planner.rules.base import PairRule
from planner.rules.eligibility.decided import DecidedElsewhere, DeclinedByProvider
from planner.rules.eligibility.journeys import AvoidedArea, TravelCap
from planner.rules.eligibility.law import ApprovedDirectory, EhcPlan, NonSchoolLimits, Registration
from planner.rules.eligibility.suitability import (
    FewestSessions,
    NeedAccepted,
    PlaceTypeFits,
    SingleSex,
    SufficientTier,
    YearGroup,
)

PAIR_RULES: tuple[PairRule, ...] = (
    YearGroup(),
    NeedAccepted(),
    PlaceTypeFits(),
    ApprovedDirectory(),
    Registration(),
    NonSchoolLimits(),
    EhcPlan(),
    SingleSex(),
    AvoidedArea(),
    SufficientTier(),
    FewestSessions(),
    TravelCap(),
    DeclinedByProvider(),
    DecidedElsewhere(),
)
"""Every rule about one pupil and one commission, in the order in which reasons are told."""


def applies(rule: PairRule, case: Case) -> bool:
    """Say whether a rule bars in this case; a policy pack may be off or only warn."""
    if isinstance(rule, NonSchoolLimits):
        return case.policy.non_school_limits is Enforcement.ENFORCE
    return True


def barred_by(referral: Referral, commission: Commission, case: Case) -> tuple[Reason, ...]:
    """Return every reason why a pupil may not go to a commission; none if there is an option."""
    reasons = (rule.bars(referral, commission, case) for rule in PAIR_RULES if applies(rule, case))
    return tuple(reason for reason in reasons if reason is not None)
