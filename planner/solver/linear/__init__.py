"""The linear relaxation with its cuts, and bounds in exact whole numbers from its prices."""
