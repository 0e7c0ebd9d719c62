"""Every choice for a pupil or a place, with what it costs everybody."""
