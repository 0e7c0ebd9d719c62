"""CP-SAT made repeatable: one worker, a fixed seed, deterministic limits, an honest status."""
