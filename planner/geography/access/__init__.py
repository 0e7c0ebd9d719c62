"""What lies within reach of whom: places, gaps, isochrones and catchments. No pupil is in it."""
