# The commands that people and CI share. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# A file of versions to install; .ci/run gives one with the lowest that are allowed.
export PIP_CONSTRAINT

.DEFAULT_GOAL := help
.PHONY: help demo build test spark check judges fuzz bench clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/core  ## install, and show the figures of the paper with our verdicts
	@$(BIN)/kz-bri-data claims

build: $(VENV)/core  ## render the descriptor, schemas and data dictionary from the models
	$(BIN)/kz-bri-data build

test: $(VENV)/test  ## install, and run the tests; PYTEST="-k trace" runs some of them
	$(BIN)/python -m pytest $(PYTEST)

spark: $(VENV)/spark  ## install PySpark and Dask too, and run the helpers on every dataframe library
	$(BIN)/python -m pytest tests/test_helpers_*.py $(PYTEST)

check: $(VENV)/check  ## lint, format, types, and whether everything generated is up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests/typing
	$(BIN)/pyright --pythonpath $(BIN)/python tests/typing
	$(BIN)/kz-bri-data build --check

judges: $(VENV)/judges  ## let frictionless and check-datapackage judge the package (Python 3.12 or later)
	$(BIN)/frictionless validate datapackage/datapackage.json
	$(BIN)/check-datapackage check datapackage/datapackage.json --strict

fuzz: $(VENV)/test  ## throw broken files at the command for a minute, or for SECONDS=600
	$(BIN)/python tests/fuzz_validation.py $(or $(SECONDS),60)

bench: $(VENV)/test  ## measure the speed goals, large tables with a million rows
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/validate.py --rows 1000000 --runs 3
	$(BIN)/python benchmarks/helpers.py --series 10000 --runs 3

clean:  ## remove what these commands made
	rm -rf .venv* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/core: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/spark: $(VENV)/test

$(VENV)/test $(VENV)/spark $(VENV)/check $(VENV)/judges: $(VENV)/core
	$(BIN)/python -m pip install --quiet --group $(notdir $@)
	@touch $@
