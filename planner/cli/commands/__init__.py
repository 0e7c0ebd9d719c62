"""The commands, a module for each family; rooms are imported only when a command runs."""
