"""The places that are commissioned, and what each is to the pupils who may come to it."""
