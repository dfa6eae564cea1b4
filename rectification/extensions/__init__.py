"""A later deadline (延期): asked with reason, date and progress, decided level by level, added to the dates before it."""
