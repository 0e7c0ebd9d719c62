"""The nouns of alternative provision: plain frozen data, no files, no solver, no screen."""
