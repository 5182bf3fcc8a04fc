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

STYLES := $(shell find src/huiyin/web/assets -name '*.scss' 2>/dev/null)
CATALOGUES := $(shell find src/huiyin -name '*.po' -o -name words.toml 2>/dev/null)

.PHONY: help setup run test bench lock format clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: .venv/.installed src/huiyin/web/static/vendor/.built .venv/.messages ## Install everything into .venv and node_modules
	@echo "Ready: $(BIN)/huiyin"

run: setup ## Run it here, with a made-up district the first time (PORT=8000, HUIYIN_DATA_DIR=var, PACK=cn-shandong, ifc-grm or uk-lgsco)
	@scripts/run.sh

test: setup ## Check everything, on both databases and in a browser
	@scripts/test.sh

bench: setup ## Measure speed on both databases at 10,000 and 100,000 matters
	@scripts/need.sh initdb
	$(BIN)/python -m bench $(ARGS)

lock: .venv/.installed ## Pin and hash the requirements anew
	$(BIN)/uv pip compile requirements/base.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements/base.txt
	$(BIN)/uv pip compile requirements/dev.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements/dev.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

format: .venv/.installed ## Put code in order, bring the translations in step
	$(BIN)/ruff check --fix --exit-zero src tests scripts bench
	$(BIN)/ruff format src tests scripts bench
	$(BIN)/python -m huiyin.server.messages update

clean: ## Remove what was built, not what was written (var stays)
	rm -rf .venv node_modules src/huiyin/web/static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src -name '*.mo' -delete

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is needed; name one: make setup PYTHON=…" >&2; exit 2; }
	"$(PYTHON)" -m venv .venv

.venv/.installed: requirements/dev.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.installed: package-lock.json package.json
	@scripts/need.sh node npm
	npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

src/huiyin/web/static/vendor/.built: node_modules/.installed scripts/build.mjs $(STYLES)
	npm run --silent build
	@touch $@

.venv/.messages: .venv/.installed $(CATALOGUES)
	$(BIN)/python -m huiyin.server.messages
	@touch $@
