"""What providers and officers have decided for one pupil."""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Reason, UnplacedKind
from planner.rules.base import reason_of
from planner.rules.load import held_place, standing_refusal
from planner.units import format_day


class DeclinedByProvider:
    """Not where the provider has declined the pupil."""

    code = "declined"
    title = "Not where the provider has declined the pupil"
    source = "Decision table, status `declined_by_provider`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar commissions whose provider declined this pupil and has not accepted since."""
        refusal = standing_refusal(referral.pupil_id, commission.commission_id, case)
        if refusal is None:
            return None
        day = format_day(refusal.decided_on)
        return reason_of(self, f"{commission.commission_id} declined the pupil on {day}.")


class DecidedElsewhere:
    """A pupil whose place is decided goes there, even if the first day is still open."""

    code = "decided_elsewhere"
    title = "A pupil whose place is decided goes nowhere else"
    source = "Decision table, a decision that keeps a place"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar every commission but the one decided on."""
        decision = held_place(referral.pupil_id, case)
        if decision is None or decision.commission_id == commission.commission_id:
            return None
        return reason_of(self, f"A place at {decision.commission_id} is decided for the pupil.")
