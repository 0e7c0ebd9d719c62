"""Every pupil of every future, drawn so that a change of one leaves all others as they were."""
