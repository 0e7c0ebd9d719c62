# %% [markdown]
# # Cost the options
#
# What the council has agreed to pay, line by line, and what one top-up rate for every exclusion
# place would do. The money is Worcestershire's as printed in June 2021.

# %%
from pathlib import Path

import pandas as pd

from planner.costing.statement import year_statement
from planner.jobs.opening import open_case
from planner.results.finance.money import CostKind
from planner.units import FinancialYear, format_pounds

folder = Path.cwd() / "scenarios/worcestershire"
year = FinancialYear(2021)
today = year_statement(open_case(folder / "base.yaml").dataset, year)
print(f"{today.title}: {format_pounds(today.total_pence)} in {today.financial_year}")

# %% [markdown]
# ## Who pays for what?
#
# Every line has its quantity, its rate and its source, so that finance can trace it.

# %%
lines = pd.DataFrame(
    [
        (line.provider_id, line.kind.says, line.payer.says, line.pence / 100)
        for line in today.lines
    ],
    columns=["provider", "for", "payer", "pounds"],
)
print(lines.pivot_table(index="provider", columns="for", values="pounds", aggfunc="sum").to_string())

# %% [markdown]
# ## One rate for all
#
# The sum is worked out on paper in planner/help/checked-by-hand.md.

# %%
same = year_statement(open_case(folder / "one-top-up-for-all.yaml").dataset, year)


def top_up(statement):
    found = {}
    for line in statement.lines:
        if line.kind is CostKind.TOP_UP:
            found[line.provider_id] = found.get(line.provider_id, 0) + line.pence
    return found


before, after = top_up(today), top_up(same)
for provider in sorted(before):
    change = format_pounds(after[provider] - before[provider])
    print(f"{provider:12} {format_pounds(before[provider]):>12} {change:>12}")
print(f"together     {format_pounds(same.total_pence - today.total_pence):>25}")

# %% [markdown]
# ## What does not reconcile?
#
# Figures of the document that disagree with its own table are named, not mended.

# %%
for finding in today.findings:
    print(f"- {finding.sentence}")
