# mujaz: `make brief` shows it at work, `make test` proves it.
PYTHON ?= python3
VENV ?= .venv
# Elsewhere than on a machine whose index holds a CPU build, plain `torch` is a CUDA build of several GB:
# make brief TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
BIN = $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install install-dev brief test lint types bench bench-long torture clean

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

torture: install-dev  ## nasty text by the thousand, the batch under kills and bad input and on a cluster; takes an hour
	$(BIN)/python bench/fuzz.py
	$(BIN)/python bench/torture_batch.py kills
	$(BIN)/python bench/torture_batch.py poison
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[ray]'
	MUJAZ_TORTURE=1 $(BIN)/python -m pytest -q tests/test_batch_ray.py

clean:  ## forget the environment and what was built
	rm -rf $(VENV) $(VENV)/.installed* build dist *.egg-info
