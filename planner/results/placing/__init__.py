"""Who is suggested where: allocations, ranked choices and the audit of equity."""
