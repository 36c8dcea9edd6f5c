# The commands that people and CI share. `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# All that tests and type checks look at.
EXTRAS = polars,pyarrow,duckdb,frictionless,pdf,excel,plot
# A file of versions to install; .ci/run gives one with the lowest that are allowed.
export PIP_CONSTRAINT
# Tests start the command hundreds of times; without compiled files each start would compile the package again.
unexport PYTHONDONTWRITEBYTECODE

# Tests of what needs no other library, and so runs in the browser.
LIGHT = across_rows assessments bars causes check_files coordinates dates differences_shown errors evidence \
	exceptions file_kinds fixing fixing_determined foreign_csv hints import labels long_series look_alikes numbers \
	periods printed_units resolution spreadsheets spreadsheets_reading suggestions text_safety terminal trace \
	validation validation_reading wrapped_rows

.DEFAULT_GOAL := help
.PHONY: help demo build test test-all explore spreadsheets spark recipes check judges release-check site site-check pyodide serve fuzz bench clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/core  ## install, and show the figures of the paper with our verdicts
	@$(BIN)/kz-bri-data claims

build: $(VENV)/core  ## render the descriptor, schemas and data dictionary from the models
	$(BIN)/kz-bri-data build

# As many processes as cores: threads of Polars would wait for each other. test-all leaves it its threads.
test: export POLARS_MAX_THREADS = 1
test: $(VENV)/test  ## install, and run the tests on all cores; PYTEST="-k trace" runs some of them
	$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST)

test-all: $(VENV)/test  ## the same, with ten times as many examples of each property
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST)

explore: $(VENV)/test  ## look for new examples that break a property, where the others repeat theirs
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST)

spreadsheets: $(VENV)/test  ## open tables in LibreOffice, if it is there, and bring them back by our commands
	$(BIN)/python -m pytest -m libreoffice tests/test_libreoffice.py $(PYTEST)

spark: $(VENV)/test $(VENV)/spark  ## install PySpark and Dask too, run the helpers on them and compare with SQL by hand
	$(BIN)/python -m pytest tests/test_helpers_*.py -k "pyspark or dask" -n 2 --dist worksteal $(PYTEST)
	$(BIN)/python benchmarks/helpers.py --library spark --series 30 --runs 0

recipes: $(VENV)/test $(VENV)/recipes docs/node_modules  ## run the recipes for other tools; needs R, Node.js, LibreOffice and Java
	ALL_RECIPES=1 $(BIN)/python -m pytest -m "" tests/test_other_tools.py $(PYTEST)

check: $(VENV)/check  ## lint, format, types, and whether everything generated is up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests/typing
	$(BIN)/pyright --pythonpath $(BIN)/python tests/typing
	$(BIN)/kz-bri-data build --check

judges: $(VENV)/judges $(VENV)-cff/judges-cff  ## let frictionless, check-datapackage, mlcroissant, DataCite and cffconvert judge (Python 3.12 or later)
	$(BIN)/frictionless validate datapackage/datapackage.json
	@# -P: what mlcroissant needs puts a jsonpath.py beside the commands, which is another than the one wanted here.
	$(BIN)/python -P $(BIN)/check-datapackage check datapackage/datapackage.json --strict
	$(BIN)/python -m pytest tests/test_metadata_judges.py $(PYTEST)
	$(VENV)-cff/bin/cffconvert --validate --infile CITATION.cff

release-check: $(VENV)/release  ## build what a release uploads into dist/, and try it in a fresh environment
	$(BIN)/python .ci/release.py $(PYTEST)

site: $(VENV)/site docs/node_modules  ## build the web site into build/site; it opens from there without a server
	$(BIN)/python -m sphinx -q -W --keep-going -E -j auto -b html docs build/site

site-check: site $(VENV)/site-check  ## build it, and look at its pages in Chromium; one runs our package in it
	$(BIN)/python -m pytest -m site tests/site -n auto $(PYTEST)

# Deep JSON ends that Python, which has little room for calls; no file of the page is read as JSON.
pyodide: docs/node_modules build/pyodide  ## run the tests of what runs in the browser on the Python there, in Node
	node tests/site/pytest_in_node.mjs build/pyodide -q $(LIGHT:%=tests/test_%.py) -k "not deep_json" $(PYTEST)

serve: site  ## show it at http://localhost:8000, where the page that checks a file works too
	$(BIN)/python -m http.server --bind localhost --directory build/site 8000

fuzz: $(VENV)/test  ## throw broken files at the command for a minute, or for SECONDS=600
	$(BIN)/python tests/fuzz_validation.py $(or $(SECONDS),60)

bench: $(VENV)/test  ## measure the speed goals, large tables with a million rows, three times or RUNS=7
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/validate.py --rows 1000000 --runs $(or $(RUNS),3)
	$(BIN)/python benchmarks/helpers.py --series 10000 --runs $(or $(RUNS),3)
	$(BIN)/python benchmarks/helpers_small.py

clean:  ## remove what these commands made
	rm -rf .venv* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist docs/node_modules
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/core: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

# One command, so that pip never looks for the package anywhere but here.
$(VENV)/test $(VENV)/check $(VENV)/judges $(VENV)/site $(VENV)/site-check: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[$(EXTRAS)]' --group $(notdir $@)
	@touch $@

# What is pure Python, for the version of Python that Pyodide has.
build/pyodide: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --upgrade --target $@ --only-binary :all: --platform any \
		--implementation py --abi none --python-version 3.14 --group pyodide
	@touch $@

docs/node_modules: docs/package-lock.json
	@command -v npm >/dev/null || { echo "this needs npm, which comes with Node.js"; exit 1; }
	npm ci --prefix docs --ignore-scripts --no-audit --no-fund
	@touch $@

$(VENV)/spark $(VENV)/recipes $(VENV)/release: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --group $(notdir $@)
	@touch $@

$(VENV)-cff/judges-cff: pyproject.toml
	$(PYTHON) -m venv $(VENV)-cff
	$(VENV)-cff/bin/python -m pip install --quiet --upgrade pip
	$(VENV)-cff/bin/python -m pip install --quiet --group $(notdir $@)
	@touch $@
