# The one door. Every target first makes what it needs, on a machine that has Python 3.11 or newer,
# make and a package index. Name another Python with PYTHON=/path/to/python.

.DEFAULT_GOAL := help
.PHONY: help venv demo test test-slow check docs bench coverage curve find-curve find-quality lock upgrade clean

VENV := .venv
BENCH_VENV := .venv-bench
INSTALLED := $(VENV)/installed
BENCH_INSTALLED := $(BENCH_VENV)/installed

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(INSTALLED) ## make the environment in .venv, from the lock

demo: $(INSTALLED) ## evaluate a made-up city whose truth is known, and write the report
	$(VENV)/bin/commonground demo --out runs/demo

test: $(INSTALLED) ## run the quick tests; those of the rooms on SQLite
	scripts/with-postgres $(VENV)/bin/pytest
	scripts/test-rooms

test-slow: $(INSTALLED) ## run the slow tests; those of the rooms on PostgreSQL
	scripts/with-postgres $(VENV)/bin/pytest -m slow
	scripts/test-rooms --engine postgresql

check: $(INSTALLED) ## check format, lint, imports, types and docs
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(VENV)/bin/lint-imports --no-logo
	scripts/check-types
	$(MAKE) --no-print-directory docs
	$(VENV)/bin/pytest tests/docs tests/house

docs: $(INSTALLED) ## build the docs into docs/_build/html
	$(VENV)/bin/sphinx-build --quiet --fresh-env --fail-on-warning docs docs/_build/html

bench: $(BENCH_INSTALLED) ## measure speed, start-up and size against their bars
	$(BENCH_VENV)/bin/python -m benchmarks.run_all

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
