"""YAML text as a tree that knows its lines, and problems in words an officer can act on."""
