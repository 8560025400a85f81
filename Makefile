# One word per chore. On a fresh machine `make run` and `make test` do all the set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench bench-crash eval-faq lock words pictures clean

run: $(VENV)/run-ready
	@exec $(BIN)/python -m bot run

# On SQLite and, of what stores, on PostgreSQL: side by side, since each waits a lot. The look-up's numbers are worked out
# before, once for all tests.
test: $(VENV)/dev-ready browser
	@mkdir -p build && rm -f build/coverage.*
	@for encoder in off on; do NEEDLEWISE_ENCODER=$$encoder NEEDLEWISE_CACHE=build/cache $(BIN)/python -m bot faq --batch /dev/null || exit 1; done
	@COVERAGE_FILE=build/coverage.postgres $(BIN)/python -m pytest --postgres --cov --cov-report= --durations=12 --durations-min=5 > build/postgres.txt 2>&1 & other=$$!; \
	COVERAGE_FILE=build/coverage.sqlite $(BIN)/python -m pytest --cov --cov-report= --durations=12 --durations-min=5; one=$$?; \
	wait $$other; two=$$?; echo "The tests that store, on PostgreSQL:"; cat build/postgres.txt; \
	$(BIN)/coverage combine -q --data-file=build/coverage.all build/coverage.sqlite* build/coverage.postgres*; \
	$(BIN)/coverage report --data-file=build/coverage.all --skip-covered; exit $$((one + two))

check: $(VENV)/dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot check

bench: $(VENV)/dev-ready
	$(BIN)/python -m tests.bench

# Thousands of kills of the real program, on SQLite and on PostgreSQL; about half an hour.
bench-crash: $(VENV)/dev-ready
	$(BIN)/python -m tests.crash

# How well /faq finds and refuses, on questions that it never saw.
eval-faq: $(VENV)/dev-ready
	$(BIN)/python -m tests.faq_eval

# The pictures of the README, drawn from real cards; the others go to screenshots/.
pictures: $(VENV)/dev-ready browser
	$(BIN)/python -m tests.pictures

# After changing a dependency in pyproject.toml. Needs uv.
lock:
	uv pip compile --universal --no-strip-extras --generate-hashes --python-version 3.11 -q pyproject.toml -o requirements.lock
	uv pip compile --universal --no-strip-extras --generate-hashes --python-version 3.11 --extra dev -c requirements.lock -q pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Needlewise needs Python 3.11 or newer; set PYTHON=python3.12, for example."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run-ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev-ready: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run-ready

# The page is tested in a real browser: Debian's Chromium, installed here when that can be done.
.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	|| echo "No Chromium here, and it can't be installed: the tests of the page in a browser are skipped. On Debian: apt-get install chromium"
