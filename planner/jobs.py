"""The jobs: the only room where engines meet."""
