# One command for each thing; every target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TEARSHEET := $(BIN)/tearsheet
WORKERS ?= 2
ARTICLES ?= 50000
FUZZ_SECONDS ?= 120

.PHONY: demo test test-all lint docs bench bench-extraction bench-speed bench-scale bench-peers fetch crawl browse screenshots peers lock fuzz fuzz-short chromium clean help
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tearsheet needs Python 3.11 or newer; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY) ## crawl the sample newsroom into archive.db and show what came of it
	@$(BIN)/python -m bench.demo

fetch: $(READY) ## fetch one page: make fetch URL=https://…
	@$(TEARSHEET) fetch "$(URL)"

crawl: $(READY) ## crawl the sources in settings/sources/
	@$(TEARSHEET) crawl

browse: $(READY) ## read archive.db in a browser
	@$(TEARSHEET) browse

test: $(READY) peers chromium ## the tests, on $(WORKERS) cores
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not long"

test-all: $(READY) peers chromium ## the tests, the long ones too
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(READY) ## ruff, mypy --strict, import-linter, docs up to date, no known vulnerabilities
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m cogapp -I docs --check -r docs/*.md README.md
	$(BIN)/python -m bench.audit

docs: $(READY) ## regenerate what the docs quote from the code
	$(BIN)/python -m cogapp -I docs -r docs/*.md README.md

fuzz: $(READY) ## fuzz for longer: hypothesis, then atheris for FUZZ_SECONDS at each door
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest tests/fuzz -x
	$(BIN)/python -m bench.fuzz --seconds $(FUZZ_SECONDS)

fuzz-short: $(READY) ## a few seconds of atheris at each door, as in CI
	$(BIN)/python -m bench.fuzz --seconds 3

screenshots: $(READY) chromium ## the pictures in docs/screenshots, from a real browser
	$(BIN)/python -m bench.screenshots

bench: $(READY) bench-peers ## quality, speed and scale, as ratios in one run
	$(BIN)/python -m bench

bench-extraction: $(READY) ## extraction against its peers on the shared corpus
	$(BIN)/python -m bench.extraction

chromium: ## Debian's Chromium for the browser tests, where this user may install it; without it they are skipped
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation fonts-noto-cjk >/dev/null; } \
	|| echo "No Chromium, and this user cannot install it (apt-get install chromium): browser tests will be skipped."

peers: .peers/pywb/.ready .peers/wacz/.ready .peers/replaywebpage/.ready ## tools the archive is tried against, each in its own environment

.peers/replaywebpage/.ready: tests/peers/replaywebpage.txt tests/peers/npm.py
	$(PYTHON) tests/peers/npm.py $< $(@D)

.peers/%/.ready: tests/peers/%.txt
	$(PYTHON) -m venv .peers/$*
	.peers/$*/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

.peers/%/.ready: bench/peers/%.txt
	$(PYTHON) -m venv .peers/$*
	.peers/$*/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

bench-peers: .peers/newspaper/.ready .peers/newsplease/.ready ## extractors that ours is timed against, each in its own environment

bench-speed: $(READY) bench-peers ## a crawl beside wget, Scrapy and other extractors, as ratios in one run
	$(BIN)/python -m bench.speed

bench-scale: $(READY) ## an archive of invented articles: size, inserts, search, pages, backup, verify, merge
	$(BIN)/python -m bench.scale --articles $(ARTICLES)

lock: ## renew requirements.lock (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group dev pyproject.toml -o requirements.lock

clean: ## remove what can be made again
	rm -rf $(VENV) .peers build *.egg-info .mypy_cache .ruff_cache .pytest_cache
