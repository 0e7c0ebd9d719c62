# %% [markdown]
# # Place the waiting pupils
#
# Worcestershire's places are real; its pupils are made up. The planner suggests; a person decides.

# %%
from pathlib import Path

import pandas as pd

from planner.jobs import allocate_case

root = Path.cwd()
case, allocation = allocate_case(root / "scenarios/worcestershire/base.yaml")

# %% [markdown]
# ## How good is it, and is that proven?
#
# The goals stand in the order that the scenario states. A goal whose bound equals its value
# cannot be better without an earlier one being worse.

# %%
goals = pd.DataFrame(
    [(g.goal, g.value, g.bound, g.unit, g.proven) for g in allocation.goals],
    columns=["goal", "value", "bound", "unit", "proven"],
)
print(goals.to_string(index=False))

# %% [markdown]
# ## Who is late, and why?

# %%
late = sorted((p for p in allocation.placed if p.school_days_late), key=lambda p: -p.school_days_late)
for placed in late[:5]:
    print(f"{placed.pupil_id}: {placed.commission_id} from {placed.start_date:%d %b %Y}")
    for reason in placed.reasons:
        print(f"    {reason.sentence}")

# %% [markdown]
# ## Who has no place, and why?

# %%
for unplaced in allocation.unplaced:
    print(f"{unplaced.pupil_id}: {unplaced.kind.says}")

# %% [markdown]
# ## How full is each commission at the end of the horizon?

# %%
last = max(week.week for week in allocation.occupancy)
for week in allocation.occupancy:
    if week.week == last:
        taken = week.placed_sessions + week.suggested_sessions
        print(f"{week.commission_id:12} {taken:4} of {week.capacity_sessions:4} sessions a week")
