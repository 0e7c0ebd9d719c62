"""Rules about one pupil and one commission."""
