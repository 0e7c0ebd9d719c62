"""Engines that answer how long a journey takes, behind one contract."""
