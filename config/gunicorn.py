"""How the web process is served: one configuration for the demonstration, the container and the tests."""

import os

from config import settings  # refuses unsafe settings here, once, instead of in every worker again and again

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))  # half a request holds one of them: the proxy in front must pass on whole ones
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 0 if settings.DEMO else 5000
max_requests_jitter = 500
control_socket_disable = True
accesslog = None if settings.DEMO else "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"  # no query strings: they may hold what people search for
