# On a new computer, two commands do everything: `make docs` and `make test`. The others are for developing carepress.
# When a command fails, make itself exits with 2; its last line shows the command's own status (1, 2 or 3).

PYTHON ?= python3
RUN = .venv/bin/python
SUDO = $(shell test "$$(id -u)" = 0 || echo sudo)

# uv resolves for all systems at once and records the hash of every file in the index.
# It keeps pinned versions; `make lock UPGRADE=--upgrade` takes the newest.
LOCK = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) pyproject.toml

.DEFAULT_GOAL = docs
.PHONY: docs test nightly check watch doctor lint format lock schemas pictures wheel clean clean-output help setup setup-tests python
.NOTPARALLEL: # two setups in parallel would write to the same .venv

docs: setup ## build every handout into output/
	$(RUN) make_docs.py

test: lint ## run every check and every test
	$(RUN) -m pytest -n 2

nightly: setup-tests ## test with thousands of odd files, different ones each time
	CAREPRESS_KILLS=100 CAREPRESS_CROWDS=20 $(RUN) -m pytest -n 2 --hypothesis-profile=nightly tests/test_properties.py tests/test_dialects.py tests/faults

check: setup ## find faults without writing any files
	$(RUN) make_docs.py check

watch: setup ## build after every change (stop with Ctrl-C)
	$(RUN) make_docs.py watch

doctor: python ## show what is installed and what is missing
	@$(PYTHON) make_docs.py doctor

lint: setup-tests ## check the style, format and types of the Python files
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy

format: setup-tests ## format the Python files
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

lock: .venv-lock/bin/uv ## write the lock files from pyproject.toml
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group test --constraints requirements.lock --output-file requirements-test.lock

schemas: setup ## update the schemas for editors and the tables of checks and colours
	$(RUN) docs/schemas.py
	$(RUN) docs/codes.py
	$(RUN) docs/tokens.py

pictures: setup ## update the page pictures in README.md and docs/for-staff.md
	$(RUN) docs/pictures.py

wheel: setup-tests ## package carepress for other computers: dist/carepress-VERSION-py3-none-any.whl
	$(RUN) -m hatchling build --directory dist --target wheel

clean: ## remove what make has installed and what the tools leave; handouts stay
	rm -rf .venv .venv-lock dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage

clean-output: setup ## remove the PDFs in output/ and output/.old/, and list them
	$(RUN) make_docs.py clean --archive

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: python
	@$(PYTHON) -m carepress.system.bootstrap

setup-tests: python
	@$(PYTHON) -m carepress.system.bootstrap --tests

# A minimal Debian has no Python at all; carepress.system.bootstrap does the rest.
python:
	@command -v $(PYTHON) >/dev/null || { command -v apt-get >/dev/null && $(SUDO) apt-get -qq update && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends python3-venv; } || \
		{ echo "Install Python 3.11 or later, then run the same command again." >&2; exit 3; }

.venv-lock/bin/uv:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
