"""The sufficiency statement: places that are enough, risks, drivers and ways out."""
