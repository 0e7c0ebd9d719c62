"""
Place pupils in alternative provision, price the choices, and plan enough places.

A planner for English councils. It suggests; a person decides.
"""

__version__ = "0.1.0"
