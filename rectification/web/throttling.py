"""How often one person may ask the interface for programs."""

import time

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

CALLS = 200
SECONDS = 60


class PerPerson(BaseThrottle):
    """200 calls in each minute of the clock, counted in the cache that all processes share.

    ``add`` and ``incr`` are single steps in Redis, so no call is lost between simultaneous workers. The minute is part of
    the key because a cache of files lets each ``incr`` begin the time of a key anew.
    """

    def allow_request(self, request: Request, _view: APIView) -> bool:
        key = f"calls:{request.user.pk}:{int(time.time()) // SECONDS}"
        cache.add(key, 0, timeout=SECONDS)
        try:
            return cache.incr(key) <= CALLS
        except ValueError:  # the minute ended between the two steps
            cache.add(key, 1, timeout=SECONDS)
            return True

    def wait(self) -> float:
        return SECONDS - time.time() % SECONDS
