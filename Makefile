# `make` lists what there is to do. Needs Python 3.11 or newer and make; everything else is installed into .venv.

PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11
PORT ?= 8000
DIR ?= ../shared/plans
IN := .venv/bin/
INSTALL = $(IN)python -m pip --disable-pip-version-check install --quiet --require-hashes --requirement
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
SUITE = $(IN)python -m pytest -n 2

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-servers check fmt messages accuracy bench ordeal lock

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s%s\n", $$1, $$2}' Makefile

run: .venv/run ## the site with demo data at 127.0.0.1:8000 (PORT=8001 changes it)
	@PORT=$(PORT) exec $(IN)python bin/run.py

test: test-sqlite test-servers ## the suite on SQLite, the same on PostgreSQL and Redis, then in a browser

test-sqlite: .venv/dev
	@echo "== the suite on SQLite and the embedded queue"
	@$(IN)python bin/messages.py compile
	@env -u DATABASE_URL -u REDIS_URL $(SUITE) -m "not browser and not servers"

test-servers: .venv/dev
	@echo "== the suite on PostgreSQL and Redis, then in a browser"
	@$(IN)python bin/messages.py compile
	@$(IN)python -m tests.services.programs || $(INSTALL) requirements/services.txt
	@$(IN)python -m tests.services sh -ec '$(SUITE) -m "not browser and not once"; $(SUITE) -m browser'

check: .venv/dev ## format, lint, types, floors, migrations, templates, messages, weights
	@$(IN)python bin/check.py

fmt: .venv/dev ## put code and templates into shape
	@$(IN)ruff check --fix --quiet . || true
	@$(IN)ruff format --quiet .
	@find templates -name '*.html' -exec $(IN)djade --target-version 5.2 {} +

messages: .venv/dev ## merge locale/parts into the catalogue and say what has no Chinese
	@$(IN)python bin/messages.py collect
	@$(IN)python bin/messages.py check

accuracy: .venv/dev ## score the reading of plan texts, field by field (DIR=folder with gold files)
	@$(IN)python -m bench.accuracy $(DIR)

bench: .venv/dev ## how fast the work is
	@$(IN)python -m bench

ordeal: .venv/dev ## faults and races at full count
	@$(IN)python -m tests.services.programs || $(INSTALL) requirements/services.txt
	@ORDEAL=full env -u DATABASE_URL -u REDIS_URL $(IN)python -m pytest -m ordeal -s --timeout 3600
	@ORDEAL=full $(IN)python -m tests.services $(IN)python -m pytest -m ordeal -s --timeout 3600

lock: ## compile requirements/ from pyproject.toml (needs uv)
	$(LOCK) pyproject.toml --output-file requirements/run.txt
	$(LOCK) pyproject.toml --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) --group services --constraint requirements/dev.txt --output-file requirements/services.txt

# An environment is installed again when its lock changes.
.venv/%: requirements/%.txt | .venv
	@echo "Installing $<"
	@$(INSTALL) $<
	@touch $@

.venv:
	@for python in $(PYTHONS); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			$$python -m venv .venv && exit 0; \
			rm -rf .venv; echo "$$python makes no virtual environment: on Debian install python3-venv."; exit 1; \
		fi; \
	done; echo "Python 3.11 or newer is missing: install it, or name it with PYTHON=…"; exit 1
