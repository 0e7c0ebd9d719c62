"""Road and path networks: read from the user's own file, kept in a cache, searched for routes."""
