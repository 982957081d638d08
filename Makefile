# ketluan: `make run` serves the shipped samples, `make test` runs all checks. Both set up what they need in .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000

# Nothing may look for models or data on the network, in use or in tests.
export HF_HUB_OFFLINE = 1

# Audits of the pages come from npm (Node.js 18.20 or newer): axe-core for the tests, Lighthouse for `make lighthouse`.
AXE_CORE   := 4.11.4
LIGHTHOUSE := 12.8.2
NPM_INSTALL = npm install --no-save --no-audit --no-fund --no-package-lock --prefix .venvs/npm

.PHONY: run test lint types imports unit test-whoosh-2.7.4 benchmarks audit-tools lighthouse images lock clean help

help:
	@echo "make run                 set up, index the shipped samples, serve them on http://$(HOST):$(PORT)/"
	@echo "make test                set up, then lint, types, import contracts and all tests"
	@echo "make test-whoosh-2.7.4   the engine suites on the last release of the original Whoosh"
	@echo "make benchmarks          every benchmark of speed, tables into docs/benchmarks; hours on an idle machine"
	@echo "make audit-tools         install axe-core from npm, with which the browser's tests audit every kind of page"
	@echo "make lighthouse          print Lighthouse's scores of the search, item and meeting pages"
	@echo "make images              photograph the pages for the README"
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

audit-tools: .venvs/npm/node_modules/axe-core/axe.min.js

.venvs/npm/node_modules/axe-core/axe.min.js: Makefile
	mkdir -p .venvs/npm
	$(NPM_INSTALL) axe-core@$(AXE_CORE)
	@touch $@

lighthouse: $(VENV)/.test-ready
	mkdir -p .venvs/npm
	test -d .venvs/npm/node_modules/lighthouse || $(NPM_INSTALL) axe-core@$(AXE_CORE) lighthouse@$(LIGHTHOUSE)
	$(BIN)/python -m tests.e2e.lighthouse .venvs/npm/node_modules/.bin/lighthouse

images: $(VENV)/.test-ready
	$(BIN)/python -m tests.e2e.images docs/images

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
