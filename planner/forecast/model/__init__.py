"""The pooled model of one authority's demand: fitted, chosen by its past, drawn as paths."""
