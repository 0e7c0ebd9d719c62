"""The panel's paper: one page a pupil, as HTML and as tagged PDF."""
