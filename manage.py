#!/usr/bin/env python
import os
import sys
from pathlib import Path

from config.local import fill_in

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.update(fill_in(dict(os.environ), Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parent / "var"))))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
