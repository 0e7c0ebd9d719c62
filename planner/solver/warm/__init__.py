"""The same program asked again with a little changed, from the basis of its last answer."""
