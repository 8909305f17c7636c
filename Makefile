# The one way to set up, run, test and check this project, on a laptop and in CI. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-check run test check fmt docs bench campaign soak powercut golden hardware schema size trace mutate cover clean

# The first Python the lock was made for; PYTHON=… chooses another. Only `setup` uses it.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null && { echo "$$p"; exit; }; \
  done; echo python3)
BIN := .venv/bin
CHECKED := firmware host tools tests

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv with everything the project needs (quick when it is there)
	@$(PYTHON) tools/bootstrap.py

setup-check:
	@$(PYTHON) tools/bootstrap.py --check

run: setup ## a virtual station runs flush-20: live view, log as CSV and report in build/run/
	@$(BIN)/python -m recovery_station.demo

test: setup ## every test, on CPython and on real MicroPython
	$(BIN)/pytest -n 2

check: setup-check ## style, types, lengths, imports, pin map, schema, wording, and that each hazard leads to a test
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/pyright --project pyrightconfig.json
	$(BIN)/pyright --project pyrightconfig.firmware.json
	$(BIN)/python tools/check_lengths.py
	$(BIN)/python tools/check_imports.py
	$(BIN)/python tools/check_wording.py
	$(BIN)/python tools/make_hardware.py --check
	$(BIN)/python tools/make_schema.py --check
	$(BIN)/python tools/check_trace.py --check

fmt: setup-check ## format the sources and sort their imports
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

bench: setup-check ## print the project's figures as JSON lines, each beside its peer
	@$(BIN)/python tools/bench.py

campaign: setup ## every fault in every preset at many moments, and no fault at all (an hour on two cores; goes on where it was)
	@$(BIN)/python tools/run_campaign.py

soak: setup-check ## a virtual day of sessions: no drift, leak or growth; heap lock and wrap at every stage (an hour)
	$(BIN)/python tools/proofs.py
	$(BIN)/python tools/soak.py

powercut: setup ## the power cut at every write of whole sessions, archive runs and settings (a quarter of an hour)
	$(BIN)/python tools/powercut.py

golden: setup ## renew the golden traces and their pictures, after control was changed on purpose
	$(BIN)/python tools/golden_traces.py

hardware: setup-check ## simulate the safety chain, check circuit and parts, write tables, drawings and netlist (minutes)
	@$(PYTHON) tools/bootstrap.py --hardware
	@$(BIN)/python tools/make_chain.py
	@$(BIN)/python tools/make_harness.py
	@$(BIN)/python tools/make_hardware.py
	@$(BIN)/python tools/second_check.py

docs: setup ## render every screen of the panel in every language from real runs (docs/img/panel/)
	$(BIN)/python tools/make_docs.py

schema: setup-check ## write the JSON Schemas of protocol files and settings from the firmware's tables
	$(BIN)/python tools/make_schema.py

size: setup-check ## print what the firmware takes of a Pico's flash, directory by directory
	@$(BIN)/python tools/size.py

trace: setup-check ## follow hazards to requirements to tests and back, write the matrix
	@$(BIN)/python tools/check_trace.py

cover: setup ## lines and branches of the core that no case reaches: there must be none
	@$(BIN)/coverage run --data-file=build/coverage -m pytest tests/core/cases_*.py
	@$(BIN)/coverage report --data-file=build/coverage --include='firmware/station_firmware/core/*' \
	  --show-missing --skip-covered --fail-under=100

mutate: setup ## change the safety core in every small way; what no case notices must be listed (half an hour)
	@$(BIN)/python tools/mutate.py $(MODULES)

clean: ## remove everything that was made here, .venv included
	rm -rf .venv typings build dist .pytest_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
