# %% [markdown]
# # Compare options
#
# Two what-ifs of Worcestershire beside what stands today, in the same possible futures. Places are
# real; pupils are made up. A hundred futures are enough to see how it works; use a thousand to
# decide.

# %%
from pathlib import Path

import pandas as pd

from planner.jobs.whatif.compare import compare_cases
from planner.results.whatif.measures import ALL_YEARS, Measure

folder = Path.cwd() / "scenarios/worcestershire"
found = compare_cases(
    [folder / "eight-more-places-at-the-forge.yaml", folder / "two-pupils-a-place.yaml"],
    years=1,
    draws=100,
)

# %% [markdown]
# ## The answer first

# %%
for sentence in found.answer:
    print(sentence)

# %% [markdown]
# ## Who is late, and what it costs, with ranges and chances
#
# The difference is taken in each future and then ranged, so it can be sure even where the futures
# themselves are far apart.

# %%
rows = []
for outlook in found.outlooks:
    for measure in (Measure.LATE_PUPILS, Measure.TOTAL_PENCE):
        year = ALL_YEARS if len(found.base.years) > 1 else found.base.years[-1]
        row = found.row(outlook.scenario_id, measure, year)
        scale = 100 if measure is Measure.TOTAL_PENCE else 1
        better = row.against_base.better if row.against_base else None
        change = None if row.difference is None else row.difference.median / scale
        rows.append(
            (outlook.title, measure.says, row.spread.p10 / scale, row.spread.median / scale,
             row.spread.p90 / scale, change, better)
        )
columns = ["scenario", "figure", "low", "middle", "high", "difference", "chance of better"]
print(pd.DataFrame(rows, columns=columns).to_string(index=False))

# %% [markdown]
# ## What each scenario changed

# %%
for outlook in found.scenarios:
    print(outlook.title)
    for sentence in outlook.changes:
        print(f"    {sentence}")

# %% [markdown]
# ## Which would be regretted least?
#
# Regret is how far a scenario falls behind the best of those compared, in the same future.

# %%
for row in found.regret:
    if row.subject.name == Measure.LATE_PUPILS:
        print(f"{row.scenario_id:32} {row.subject.when:8} at most {row.greatest:,.0f} pupils")
