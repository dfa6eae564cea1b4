"""Long work: a row promises it, Celery does it, a sweep picks up what a killed worker left."""
