# %% [markdown]
# # A forecast and its record
#
# How many referrals may come, with a range, and how wrong such figures have been on this
# authority's own past. Permanent exclusions in Wiltshire are estimates from published rates; its
# other referrals are assumed.

# %%
from pathlib import Path

import pandas as pd

from planner.jobs.futures import forecast_case

root = Path.cwd()
found = forecast_case(root / "scenarios/wiltshire/base.yaml", years=2)
print(found.forecast.method)

# %% [markdown]
# ## Referrals in each school year
#
# One year in ten falls below the low figure, one passes the high one. Beside them stands what
# somebody would say who took the last twelve months again.

# %%
totals = pd.DataFrame(
    [
        (t.academic_year, t.referrals_p10, t.referrals_p50, t.referrals_p90, t.last_year_again)
        for t in found.forecast.totals
    ],
    columns=["school year", "low", "middle", "high", "last year again"],
)
print(totals.to_string(index=False))

# %% [markdown]
# ## How wrong would it have been?
#
# The forecast is made again as at past days, and held against what came. An error below that of
# last year again means that the method earns its keep.

# %%
for sentence in found.record.sentences:
    print(sentence)

record = pd.DataFrame(
    [
        (r.level, r.years_ahead, r.forecasts, f"{r.error_share:.0%}",
         f"{r.last_year_error_share:.0%}", f"{r.cover_80:.0%}")
        for r in found.record.rows
    ],
    columns=["level", "years ahead", "forecasts", "error", "last year's error", "inside the 80%"],
)
print(record.to_string(index=False))

# %% [markdown]
# ## What it leaves out

# %%
for sentence in (*found.forecast.leaves_out, *found.forecast.notes):
    print(f"- {sentence}")
