"""Buses and trains by their published timetable."""
