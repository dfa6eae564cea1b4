"""Real servers for the suite: those the environment names, else private ones of this machine's or the locked packages' programs."""
