"""Assembled pages above the rooms: the ledger, the issue page as the one file, the plans, and the same for programs."""
