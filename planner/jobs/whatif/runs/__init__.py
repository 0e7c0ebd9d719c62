"""Many runs of one kind: where they are worked, and how each is kept so that none is done twice."""
