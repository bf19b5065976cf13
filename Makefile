# The one door. Every target first makes what it needs, on a machine that has Python 3.11 or newer,
# make and a package index. Name another Python with PYTHON=/path/to/python.

.DEFAULT_GOAL := help
.PHONY: help venv demo up test test-slow check docs bench coverage curve find-curve find-quality lock lock-age upgrade clean

VENV := .venv
BENCH_VENV := .venv-bench
INSTALLED := $(VENV)/installed
BENCH_INSTALLED := $(BENCH_VENV)/installed

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(INSTALLED) ## make the environment in .venv, from the lock

demo: $(INSTALLED) ## evaluate a made-up city, and fill three rooms with made-up people
	$(VENV)/bin/commonground demo --out runs/demo
	$(VENV)/bin/commonground find runs/demo/ingest --until 2017-12-31 --out runs/demo/places
	$(VENV)/bin/commonground room demo runs/demo/rooms --markets runs/demo/places/markets.geojson \
		--run runs/demo

up: $(INSTALLED) ## open the rooms of the demo until Ctrl-C
	$(VENV)/bin/commonground up runs/demo/rooms

test: $(INSTALLED) ## run the quick tests; those of the rooms on SQLite
	scripts/with-postgres $(VENV)/bin/pytest --ignore=tests/docs --ignore=tests/house
	scripts/test-rooms

test-slow: $(INSTALLED) ## run the slow tests, and those of the rooms on PostgreSQL
	scripts/with-postgres $(VENV)/bin/pytest -m slow --dist loadscope --no-loadscope-reorder
	scripts/test-rooms -m slow
	scripts/test-rooms --engine postgresql

check: $(INSTALLED) ## check format, lint, imports and types; build the docs and try their examples
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(VENV)/bin/bandit --quiet --recursive --configfile pyproject.toml src/commonground_web
	$(VENV)/bin/lint-imports --no-logo
	scripts/check-types
	$(MAKE) --no-print-directory docs
	$(VENV)/bin/pytest tests/docs tests/house

docs: $(INSTALLED) ## build the docs into docs/_build/html
	$(VENV)/bin/sphinx-build --quiet --fresh-env --fail-on-warning docs docs/_build/html

bench: $(BENCH_INSTALLED) ## measure speed, start-up and size against their bars
	scripts/with-postgres --durable $(BENCH_VENV)/bin/python -m benchmarks.run_all

coverage: $(INSTALLED) ## count how often intervals hold the truth (40 minutes), for the docs
	$(VENV)/bin/python -m benchmarks.coverage
	$(VENV)/bin/python -m benchmarks.placebo_coverage

curve: $(BENCH_INSTALLED) ## count panels of up to 100 million incidents (15 minutes)
	$(BENCH_VENV)/bin/python -m benchmarks.panel_curve

find-curve: $(BENCH_INSTALLED) ## find places among up to 5 million incidents (10 minutes, 7 GB)
	$(BENCH_VENV)/bin/python -m benchmarks.find_curve

find-quality: $(BENCH_INSTALLED) ## hold found places to their quality bars, beside hot-spot methods (10 minutes)
	$(BENCH_VENV)/bin/python -m benchmarks.find_quality

lock: ## write the locks anew, keeping versions where they still fit
	scripts/lock

lock-age: $(INSTALLED) ## say how old the locks are, and fail where SECURITY.md allows no such age
	$(VENV)/bin/python scripts/lock_age.py

upgrade: ## write the locks anew, with the newest versions that fit
	scripts/lock --upgrade

clean: ## remove what builds and checks leave behind (environments and runs stay)
	rm -rf dist docs/_build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(INSTALLED): requirements/dev.txt pyproject.toml
	scripts/install $(VENV) --require-hashes -r requirements/dev.txt
	scripts/install $(VENV) --no-deps --no-build-isolation --editable .
	touch $@

$(BENCH_INSTALLED): requirements/bench.txt pyproject.toml
	scripts/install $(BENCH_VENV) --require-hashes -r requirements/bench.txt
	scripts/install $(BENCH_VENV) --no-deps --no-build-isolation --editable .
	touch $@
