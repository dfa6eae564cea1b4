"""Ends with 0 when the site on this machine answers ``/readyz`` with "ok"; for containers and monitors. Standard library only."""

import http
import http.client
import os
import sys

_, _, PORT = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}").rpartition(":")


def main() -> None:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", int(PORT), timeout=4)
    connection.request("GET", "/readyz", headers={"Host": host})
    answer = connection.getresponse()
    words = answer.read().decode(errors="replace")
    sys.exit(None if answer.status == http.HTTPStatus.OK else f"{answer.status} {words}")


if __name__ == "__main__":
    main()
