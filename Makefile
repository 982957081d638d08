# ketluan: `make run` serves the shipped samples, `make test` runs all checks. Both set up what they need in .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000

# Nothing may look for models or data on the network, in use or in tests.
export HF_HUB_OFFLINE = 1

.PHONY: run test lint types imports unit test-whoosh-2.7.4 benchmarks lock clean help

help:
	@echo "make run                 set up, index the shipped samples, serve them on http://$(HOST):$(PORT)/"
	@echo "make test                set up, then lint, types, import contracts and all tests"
	@echo "make test-whoosh-2.7.4   the engine suites on the last release of the original Whoosh"
	@echo "make benchmarks          every benchmark of speed, tables into docs/benchmarks; hours on an idle machine"
	@echo "make lock                write requirements.lock anew from pyproject.toml"

run: $(VENV)/.run-ready
	$(BIN)/ketluan demo --host $(HOST) --port $(PORT)

test: lint types imports unit

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test-ready
	$(BIN)/mypy

imports: $(VENV)/.test-ready
	$(BIN)/lint-imports

unit: $(VENV)/.test-ready
	$(BIN)/pytest --numprocesses=auto --dist=loadfile

# The way out if the fork dies (docs/adr/0001): the same suites on Whoosh 2.7.4, which shadows the fork on the path.
test-whoosh-2.7.4: $(VENV)/.test-ready
	$(BIN)/pip install --quiet --no-deps --upgrade --target .venvs/whoosh-2.7.4 Whoosh==2.7.4
	PYTHONPATH=.venvs/whoosh-2.7.4 $(BIN)/pytest --numprocesses=auto --dist=loadfile -k "not opensearch" \
	    -W "ignore::SyntaxWarning" -W "ignore::DeprecationWarning" tests/engine_contract tests/indexer tests/analyzers tests/parity

# Real paragraphs for one more comparison, where they are at hand: a .jsonl or .jsonl.xz with a text key a line.
TEXT ?= $(wildcard $(or $(KETLUAN_SHARED),../shared)/scale/paragraphs.jsonl.xz)

benchmarks: $(VENV)/.test-ready
	$(BIN)/pip install --quiet --constraint requirements.lock --editable '.[dev,bench]'
	$(BIN)/python -m benchmarks.tables --index var/benchmarks $(if $(TEXT),--text $(TEXT))

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "ketluan needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/pip install --quiet --constraint requirements.lock --editable .
	@touch $@

$(VENV)/.test-ready: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/pip install --quiet --constraint requirements.lock --editable '.[dev]'
	@touch $@ $(VENV)/.run-ready

# The lock holds every version that CI saw; pip reads it as a constraint, so it never adds a package.
lock: | $(VENV)/bin/python
	rm -rf .venvs/lock && $(PYTHON) -m venv .venvs/lock
	.venvs/lock/bin/pip install --quiet --editable '.[dev,bench]'
	{ echo "# Written by 'make lock'. Versions that are known to work together."; \
	  .venvs/lock/bin/pip freeze --exclude-editable; } > requirements.lock

clean:
	rm -rf $(VENV) .venvs var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
