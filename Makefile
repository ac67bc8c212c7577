# The few commands of the project. Everything is installed into .venv, nothing elsewhere; what is
# there and fresh is not fetched again, so a second run needs no network.

VENV  := .venv
BIN   := $(VENV)/bin
PIP   := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt
PARTS := pyproject.toml constraints.txt

# A Python to start from: `make setup PYTHON=/path/to/python3.12` chooses another.
PYTHON ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test check style format types sql imports bench accuracy browser

help:
	@echo 'make run     set up, load the demo data if nothing is loaded yet, start the app'
	@echo 'make test    set up with a browser and the development tools; run every check and test'
	@echo 'make check   the static checks alone: style, types, SQL, imports'
	@echo 'make bench   measure how long the slow parts take'
	@echo 'make accuracy  measure how often what is said is right, against the goals'
	@echo 'make setup   only set up: .venv with the app and what it needs'

setup: $(VENV)/.stamp-run

run: setup
	$(BIN)/funnel demo
	$(BIN)/streamlit run app.py

test: check browser
	@# Files in their own order: the long ones of the browser come first, not last and alone.
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# Each part by itself, so that `make -k check` shows what all of them find.
check: style format types sql imports

style format types sql imports: $(VENV)/.stamp-dev

style:
	$(BIN)/ruff check

format:
	$(BIN)/ruff format --check

types:
	$(BIN)/mypy

sql:
	$(BIN)/sqlfluff lint --disable-progress-bar funnel

imports:
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/.stamp-dev
	$(BIN)/python -m pytest tests/bench --benchmark-only

accuracy: $(VENV)/.stamp-dev
	$(BIN)/python -m pytest tests/bench/accuracy -m goal --override-ini addopts=

browser: $(VENV)/.stamp-dev
	$(BIN)/python tests/browser/install.py

# A .venv made by hand is kept. Otherwise the first Python of 3.11 or later that starts and can make
# virtual environments (a version manager's stand-in may exist and not start; Debian ships python3
# without venv).
$(VENV)/.stamp-venv:
	@if $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    touch $@; \
	    exit 0; \
	fi; \
	found=; \
	for python in $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python; do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    found=$$python; \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	    echo "Setting up $(VENV) with $$("$$python" --version)"; \
	    "$$python" -m venv $(VENV) || exit 1; \
	    touch $@; \
	    exit 0; \
	done; \
	if [ -n "$$found" ]; then \
	    echo "$$found cannot make virtual environments: venv or ensurepip is missing." >&2; \
	    echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; \
	else \
	    echo "Python 3.11 or later is needed, and none was found on the PATH." >&2; \
	    echo "Have one elsewhere? make setup PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1

$(VENV)/.stamp-run: $(VENV)/.stamp-venv $(PARTS)
	@echo 'Installing the app and what it needs (about a minute the first time)'
	@$(PIP) -e .
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-run
	@echo 'Installing the development tools'
	@$(PIP) -e '.[dev]'
	@touch $@
