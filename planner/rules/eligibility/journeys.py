"""Where a pupil may go: no place to be avoided, no journey over the cap."""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Reason, UnplacedKind
from planner.rules.base import reason_of


class AvoidedArea:
    """No site or district that the pupil must avoid."""

    code = "avoided_area"
    title = "No site or district that the pupil must avoid"
    source = "Avoidance table"
    kind = UnplacedKind.KEPT_APART

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar sites, and all sites of districts, that stand in the avoidance table."""
        site = case.dataset.site_of(commission.commission_id)
        for avoided in case.dataset.avoidances:
            if avoided.pupil_id != referral.pupil_id:
                continue
            if avoided.site_id == site.site_id or avoided.district == site.district:
                return reason_of(self, f"The pupil must avoid {site.name} or {site.district}.")
        return None


class TravelCap:
    """No journey over the scenario's travel cap, and none where there is no route."""

    code = "travel_cap"
    title = "No journey over the travel cap"
    source = "Policy `travel_cap_minutes`"
    kind = UnplacedKind.BEYOND_TRAVEL_CAP

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar journeys over the cap; without a cap only places with no route at all."""
        minutes = case.travel.minutes_between(referral.pupil_id, commission.site_id)
        cap = case.policy.travel_cap_minutes
        if minutes is None:
            return reason_of(self, f"No route from the pupil's home to {commission.site_id}.")
        if cap is None or minutes <= cap:
            return None
        return reason_of(
            self,
            f"{commission.site_id} is {minutes} minutes away, over the cap of {cap}.",
            travel_minutes=minutes,
            cap_minutes=cap,
        )
