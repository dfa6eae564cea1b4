"""How an issue's work is divided (分解): milestones with days of their own, countable targets, and the members of groups."""
