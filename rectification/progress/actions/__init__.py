"""One verb per function; each in one transaction and with one entry in the trail."""
