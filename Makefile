# Everything one does with a clone. Start with: make run
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# the first that answers and is new enough
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
BIN := .venv/bin
export PACK ?=
export HUIYIN_DATA_DIR ?= $(CURDIR)/var$(if $(PACK),-$(PACK))
export PORT ?= 8000

LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header -q
STYLES := $(shell find src/huiyin/web/assets -name '*.scss' 2>/dev/null)
CATALOGUES := $(shell find src/huiyin -name '*.po' -o -name words.toml 2>/dev/null)

.PHONY: help setup run lint quick test mutants bench fuzz trials wheel lock format clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: .venv/.installed src/huiyin/web/static/vendor/.built .venv/.messages ## Install everything into .venv and node_modules, for tests too
	@echo "Ready: $(BIN)/huiyin"

run: .venv/.runs src/huiyin/web/static/vendor/.built .venv/.messages ## Run it here, with a made-up district the first time (PORT=8000, HUIYIN_DATA_DIR=var, PACK=cn-shandong, ifc-grm or uk-lgsco)
	@scripts/run.sh

lint: .venv/.installed .venv/.messages ## Check style, types, walls, migrations and translations; no test
	@scripts/lint.sh

quick: .venv/.installed .venv/.messages ## Check the same, and the tests that need no database: in a minute
	@scripts/quick.sh

test: setup ## Check everything, on both databases and in a browser
	@scripts/test.sh

mutants: .venv/.installed .venv/.messages ## Break the engine in small ways and see whether tests notice (ARGS="effects --all")
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python scripts/mutants.py run $(ARGS)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python scripts/mutants.py page

bench: setup ## Measure speed on both databases at 10,000 and 100,000 matters
	@scripts/need.sh initdb
	$(BIN)/python -m bench $(ARGS)

fuzz: setup ## Send odd requests by the thousand, on both databases (ARGS="--requests 1000000 --seed 1")
	@scripts/need.sh initdb
	$(BIN)/python -m tests.fuzz $(ARGS)

trials: setup ## Kill servers, fill disks, start races, on both databases (ARGS="--times 60 --only kills")
	@scripts/need.sh initdb
	$(BIN)/python -m tests.trials $(ARGS)

wheel: .venv/.runs src/huiyin/web/static/vendor/.built .venv/.messages ## Build the package, with its style sheets and translations, into dist
	@scripts/step.sh "Building the package into dist" "read the lines above; the files that it is made of are listed in pyproject.toml" \
		$(BIN)/python -m pip wheel -q --no-deps --no-build-isolation --wheel-dir dist .

lock: .venv/.installed ## Pin and hash the requirements anew
	$(LOCK) --generate-hashes requirements/base.in -o requirements/base.txt
	$(LOCK) --generate-hashes requirements/build.in -o requirements/build.txt
	$(LOCK) --generate-hashes requirements/dev.in -o requirements/dev.txt
	$(LOCK) --no-annotate -c requirements/base.txt requirements/base.in -o requirements/wheel.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

format: .venv/.installed ## Put code in order, bring the translations in step
	$(BIN)/ruff check --fix --exit-zero src tests scripts bench setup.py
	$(BIN)/ruff format src tests scripts bench setup.py
	$(BIN)/python -m huiyin.server.messages update

clean: ## Remove what was built, not what was written (var stays)
	rm -rf .venv node_modules build dist src/huiyin/web/static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src -name '*.mo' -delete

# Nothing is resolved here: the lists are complete and hashed, so that the same packages come on every day, with every pip.
INSTALL := $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r
NO_PACKAGES := "see that the package index of pip answers (a mirror: pip config set global.index-url ADDRESS), then run the same command again; what is there already is kept"

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is needed; name one: make setup PYTHON=…" >&2; exit 2; }
	@scripts/step.sh "Making a Python environment in .venv" "install what makes environments (on Debian: apt-get install python3-venv), then run the same command again" \
		"$(PYTHON)" -m venv .venv

.venv/.runs: requirements/base.txt requirements/build.txt pyproject.toml setup.py | .venv/bin/python
	@scripts/step.sh "Installing the packages that Huiyin runs on (about half a minute)" $(NO_PACKAGES) \
		$(INSTALL) requirements/base.txt -r requirements/build.txt
	@scripts/step.sh "Installing Huiyin itself" "remove .venv and run the same command again" \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed: requirements/dev.txt | .venv/.runs
	@scripts/step.sh "Installing the packages that the tests need (about half a minute)" $(NO_PACKAGES) \
		$(INSTALL) requirements/dev.txt
	@touch $@

node_modules/.installed: package-lock.json package.json
	@scripts/need.sh node npm
	@scripts/step.sh "Installing the parts of the pages" "see that npm's registry answers (npm config get registry), then run the same command again" \
		npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

src/huiyin/web/static/vendor/.built: node_modules/.installed scripts/build.mjs $(STYLES)
	@scripts/step.sh "Building style sheets and scripts" "read the lines above: a file under src/huiyin/web/assets may be broken" \
		npm run --silent build
	@touch $@

.venv/.messages: .venv/.runs $(CATALOGUES)
	@scripts/step.sh "Compiling the translations" "read the lines above: a catalogue under src/huiyin may be broken" \
		$(BIN)/python -m huiyin.server.messages
	@touch $@
