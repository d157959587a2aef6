# Everything sets itself up: Python 3.11, git and make are enough.
PYTHON ?= python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test check bench docs clean
help: ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

.venv/bin/python:
	$(PYTHON) -m venv .venv

# What a user needs; hashes make every install the same.
.venv/run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# What a developer needs as well: tests, types, Spark, the documentation.
.venv/dev: requirements/dev.txt | .venv/run
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

demo: .venv/run ## make the sample network, build it, and say where its report is
	$(BIN)/localspend demo demo-network

test: .venv/dev check ## pass the tests (browser and Spark tests run where chromium and Java are)
	$(BIN)/python -m pytest

check: .venv/dev ## style, types and the rings of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev ## our figure, the peer's, their ratio
	$(BIN)/python -m benchmarks

docs: .venv/dev ## the documentation, in site/
	$(BIN)/mkdocs build --strict

lock: ## compile the pinned requirements (needs uv)
	cd requirements && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header ../pyproject.toml build.in -o run.txt
	cd requirements && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header ../pyproject.toml build.in --extra geography --extra lots --extra spark --group ../pyproject.toml:test --group ../pyproject.toml:check -o dev.txt

clean: ## remove what make made
	rm -rf .venv demo-network site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
