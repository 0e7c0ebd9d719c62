"""The changes that a scenario may make, each as it is written in YAML."""
