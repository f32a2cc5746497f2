# Two commands do all set-up: `make run` and `make test`. Both make their own .venv.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test cups check format lint types contracts bench kills chaos reference pictures lock clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

run: $(READY)
	$(BIN)/window demo

test: $(READY)
	$(BIN)/python -m pytest -n auto

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@! grep -n "://" requirements.lock || (echo "requirements.lock must hold no address" && false)

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

# Against a real cupsd (Debian: cups-daemon, cups-client), which `make test` does without.
cups: $(READY)
	$(BIN)/python -m pytest -m cups tests/paper

check: lint types contracts test cups

bench: $(READY)
	$(BIN)/python -m benchmarks

# Remake the manual's command and error reference, and the pictures of the documentation.
reference: $(READY)
	$(BIN)/python tools/make_reference.py

pictures: $(READY)
	$(BIN)/python tools/make_pictures.py

# Kill the intake 200 times at random moments, in plain and encrypted homes; the tests do 20.
kills: $(READY)
	$(BIN)/python tests/e2e/kills.py 200

# Stations, a department and the hub as processes that are killed, over a line that cuts and replays:
# for an hour, on SQLite and PostgreSQL in turn; the tests do 20 seconds of each.
MINUTES ?= 60
chaos: $(READY)
	$(BIN)/python tests/e2e/chaos.py both $$(( $(MINUTES) * 60 ))

# Remake the hashed lock file (needs uv; the output holds no address).
lock:
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate \
		--extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info
