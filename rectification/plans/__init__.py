"""The plan in force: a checked draft becomes a plan with its issues, units, deadlines and measures, all or nothing."""
