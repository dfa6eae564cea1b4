"""The mark of the request being served: error pages show it, log lines and both append-only logs carry it."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
