# On a fresh machine, two commands do everything: `make docs` and `make test`. The others are for those who change
# carepress. When a command fails, make itself exits with 2; the command's own status (1, 2 or 3) stands in its last line.

PYTHON ?= python3
RUN = .venv/bin/python
SUDO = $(shell test "$$(id -u)" = 0 || echo sudo)

# uv resolves for every system at once and writes the hash of every file that the index offers.
# It keeps pinned versions; `make lock UPGRADE=--upgrade` takes the newest.
LOCK = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) pyproject.toml

.DEFAULT_GOAL = docs
.PHONY: docs test nightly check watch doctor lint format lock schemas pictures wheel clean help setup setup-tests python
.NOTPARALLEL: # two set-ups at once would write to the same .venv

docs: setup ## build every handout into output/
	$(RUN) make_docs.py

test: lint ## run every check and every test
	$(RUN) -m pytest -n 2

nightly: setup-tests ## try thousands of odd files, different ones each time
	$(RUN) -m pytest -n 2 --hypothesis-profile=nightly tests/test_properties.py

check: setup ## find faults, write nothing
	$(RUN) make_docs.py check

watch: setup ## build after every change, until Ctrl-C
	$(RUN) make_docs.py watch

doctor: python ## show what this computer has and what it lacks
	@$(PYTHON) make_docs.py doctor

lint: setup-tests ## check format and types of the Python files
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy

format: setup-tests ## format the Python files
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

lock: .venv-lock/bin/uv ## pin the libraries in pyproject.toml again
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group test --constraints requirements.lock --output-file requirements-test.lock

schemas: setup ## write the schemas for editors, and the tables of checks and colours, again
	$(RUN) docs/schemas.py
	$(RUN) docs/codes.py
	$(RUN) docs/tokens.py

pictures: setup ## take the pictures of pages in README.md again
	$(RUN) docs/pictures.py

wheel: setup-tests ## pack carepress for other computers: dist/carepress-VERSION-py3-none-any.whl
	$(RUN) -m hatchling build --directory dist --target wheel

clean: ## remove everything that make has built
	rm -rf .venv .venv-lock dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	find output -mindepth 1 ! -path output/.gitignore -delete

help: ## show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: python
	@$(PYTHON) -m carepress.system.bootstrap

setup-tests: python
	@$(PYTHON) -m carepress.system.bootstrap --tests

# A bare Debian has no Python at all; carepress.system.bootstrap does the rest.
python:
	@command -v $(PYTHON) >/dev/null || { command -v apt-get >/dev/null && $(SUDO) apt-get -qq update && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends python3-venv; } || \
		{ echo "Install Python 3.11 or later, then type the same again." >&2; exit 3; }

.venv-lock/bin/uv:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
