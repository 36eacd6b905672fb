# mujaz: `make brief` shows it at work, `make test` proves it.
PYTHON ?= python3
VENV ?= .venv
# Where the package index has no CPU build, plain `torch` is a CUDA build of several GB. PyTorch has an index of CPU
# builds: make brief TORCH_INDEX=<its address, from PyTorch's "Get started" page>
TORCH_INDEX ?=
BIN = $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install install-dev brief test lint types bench bench-long train-smoke torture clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(if $(TORCH_INDEX),$(BIN)/pip install --quiet --constraint constraints.txt --index-url $(TORCH_INDEX) torch)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[all,dev]'
	@touch $@

install: $(VENV)/.installed  ## the command mujaz, in .venv

install-dev: $(VENV)/.installed-dev  ## the same with every extra and the tools for working on it

brief: install  ## set up, pull the summariser, and brief the example article
	$(BIN)/mujaz models pull smollm2-135m
	$(BIN)/mujaz brief examples/libya.txt

test: lint types  ## tests, doctests and checks
	$(BIN)/python -m pytest -q

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install-dev
	$(BIN)/mypy

# The corpora of the benches are not part of the project: ARTICLES is a folder of Arabic news, FLORES one with
# src.ar and ref.en, SUMMARIES a file of articles and highlights. The docs name the ones that were used.
ARTICLES ?=
FLORES ?=
SUMMARIES ?=

# ARGOS is the Python of a venv with argostranslate, for the comparison with it.
ARGOS ?=

bench: install-dev  ## the tables that the docs quote, a quarter of an hour: make bench ARTICLES=DIR FLORES=DIR
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python bench/brief.py --runs 2
	$(BIN)/python bench/peers.py --articles $(ARTICLES) --sentences 150 --rounds 2 --opus 8 --bart 1 $(if $(ARGOS),--argos $(ARGOS))
	$(BIN)/python bench/speed.py --flores $(FLORES) --lines 40 --rounds 2
	$(BIN)/python bench/threads.py --flores $(FLORES) --lines 16 --rounds 2
	$(BIN)/python bench/batch_invariance.py --lines $(FLORES)/src.ar --limit 150 --free
	$(BIN)/python bench/where.py --articles $(ARTICLES) --sentences 100
	$(BIN)/python bench/scale.py --largest 100

bench-long: install-dev  ## the long ones, hours: make bench-long ARTICLES=DIR FLORES=DIR SUMMARIES=FILE
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python bench/peers.py --articles $(ARTICLES) --opus 100 --bart 4 $(if $(ARGOS),--argos $(ARGOS))
	$(BIN)/python bench/speed.py --flores $(FLORES) --lines 200
	$(BIN)/python bench/narrow.py --flores $(FLORES)
	$(BIN)/python bench/shortlist.py --articles $(ARTICLES)
	$(BIN)/python bench/batch_invariance.py --lines $(FLORES)/src.ar $(ARTICLES)/*.txt --limit 20000 --free
	$(BIN)/python bench/scale.py --largest 10000
	$(BIN)/python bench/guards.py --flores $(FLORES)
	$(BIN)/python bench/trust.py --articles $(ARTICLES)
	$(BIN)/python bench/known_names.py
	$(BIN)/python bench/translation_quality.py --flores $(FLORES)
	$(BIN)/python -m bench.support --data $(SUMMARIES)
	$(BIN)/python -m bench.choose --data $(SUMMARIES)
	$(BIN)/python -m bench.bullets --data $(SUMMARIES)
	$(BIN)/python -m bench.briefs --articles $(ARTICLES)
	$(BIN)/python -m bench.long_reports --data $(SUMMARIES)
	$(BIN)/python -m bench.long_reports --data $(SUMMARIES) --growth
	$(BIN)/python -m bench.rough --source $(FLORES)/src.ar --reference $(FLORES)/ref.en

train-smoke: install-dev  ## the training recipe, a minute, on tiny generated data
	$(BIN)/python -m training.smoke
	$(BIN)/python -m pytest -q tests/test_adapter.py

torture: install-dev  ## nasty text by the thousand, the batch under kills and bad input and on a cluster; takes an hour
	$(BIN)/python bench/fuzz.py
	$(BIN)/python bench/torture_batch.py kills
	$(BIN)/python bench/torture_batch.py points --files 60
	$(BIN)/python bench/torture_batch.py poison
	$(BIN)/python bench/torture_weights.py --kills 50
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ray]'
	MUJAZ_TORTURE=1 $(BIN)/python -m pytest -q tests/test_batch_ray.py tests/test_clusters.py

clean:  ## forget the environment and what was built
	rm -rf $(VENV) $(VENV)/.installed* build dist *.egg-info
