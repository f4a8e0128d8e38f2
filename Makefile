# `make play` and `make test` set up everything they need: Python 3.11 or newer, pip, make and git are enough.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# librosa 0.11 serves Python 3.11, librosa 1.x the newer ones: two sets of pinned versions.
PINS := $(shell $(PYTHON) -c 'import sys; print("constraints/py311.txt" if sys.version_info < (3, 12) else "constraints/py312.txt")')

# Which tests `suite` runs, as pytest's -m takes it.
TESTS ?= not packaging

.PHONY: ready play test check suite package clean

$(READY): pyproject.toml $(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Rhythm Fu needs Python 3.11 or newer; run: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint $(PINS) --editable . --group dev
	@touch $(READY)

# The environment alone.
ready: $(READY)

# The game; with no display it says so and runs the headless demo.
play: $(READY)
	@$(BIN)/rhythm-fu play

# All that CI checks on one Python: style, types, layers, tests, packaging.
test: check suite package

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

suite: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal -m "$(TESTS)"

package: $(READY)
	$(BIN)/python -m pytest -m packaging

clean:
	rm -rf $(VENV) dist build
