# Every chore of the project; `make help` lists them.
#
# PYTHON=python3.12  which interpreter makes the virtual environment (default: the first that is 3.11+)
# VENV=.venv         where the virtual environment stands
# PORT=8501          where `make run` listens, on this machine only; `make planner`: 8502
# ARGS=...           handed to pytest by `make test` and `make bench`

VENV ?= .venv
PORT ?= 8501
# Beside `make run`, unless PORT was given.
PLANNER_PORT = $(if $(filter file,$(origin PORT)),8502,$(PORT))
PYTHON ?=
ARGS ?=

BIN := $(VENV)/bin
# Only the pinned files, checked by hash, never a source build.
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --only-binary :all: --no-emit-index-url --no-emit-find-links --no-annotate --quiet \
	--custom-compile-command "make requirements" $(if $(UPGRADE),--upgrade)

# Says nothing about this project.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help run planner test check bench load audit geodata docs requirements \
	check-format check-lint check-types check-imports check-translations check-plain check-security check-docs check-tests

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- environment -----------------------------------------------------------------------------

$(BIN)/python:
	@PYTHON="$(PYTHON)" bash tools/setup/venv.sh "$(VENV)"

$(VENV)/.run-ready: requirements.txt | $(BIN)/python
	@echo "Installing the pinned packages (a minute or two the first time)"
	@$(INSTALL) -r requirements.txt
	@touch $@

# Holds everything of requirements.txt as well, at the same versions.
$(VENV)/.dev-ready: requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing the pinned packages and the tools (two minutes or so the first time)"
	@$(INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.run-ready $@

# ---- use -------------------------------------------------------------------------------------

run: $(VENV)/.run-ready ## start the app on this machine and print its address
	@LEOPARD_ROLE=public $(BIN)/python -m streamlit run app.py \
		--server.address 127.0.0.1 --server.port $(PORT) --server.headless true

planner: $(VENV)/.run-ready ## the same for a planner, alone on this machine, on port 8502
	@LEOPARD_ROLE=planner $(BIN)/python -m streamlit run app.py \
		--server.address 127.0.0.1 --server.port $(PLANNER_PORT) --server.headless true

geodata: $(VENV)/.dev-ready ## rebuild geodata/ from its sources (needs the internet)
	$(BIN)/python -m tools.geodata

docs: $(VENV)/.dev-ready ## build the documentation into site/
	@$(BIN)/python -m mkdocs build --strict --quiet
	@echo "Open site/index.html"

requirements: $(VENV)/.dev-ready ## pin the packages anew from pyproject.toml (UPGRADE=1: to the newest)
	$(COMPILE) -o requirements.txt
	$(COMPILE) --extra dev --extra geodata -c requirements.txt -o requirements-dev.txt

# ---- proof -----------------------------------------------------------------------------------

test: $(VENV)/.dev-ready ## run every test, browser included
	@chromium=$$(BIN="$(BIN)" bash tools/setup/chromium.sh) && \
		LEOPARD_CHROMIUM="$$chromium" $(BIN)/python -m tools.checks.run_tests $(ARGS)

bench: $(VENV)/.dev-ready ## measure the speeds
	@chromium=$$(BIN="$(BIN)" bash tools/setup/chromium.sh) && \
		LEOPARD_CHROMIUM="$$chromium" $(BIN)/python -m pytest tests/benchmarks -s \
		--benchmark-enable --benchmark-columns=min,median,max,rounds --benchmark-sort=name $(ARGS)

load: $(VENV)/.dev-ready ## measure the server under load: 80 tabs, 25 active, 200 one after another, uploads
	@$(BIN)/python -m tests.load

audit: $(VENV)/.dev-ready ## ask whether a pinned package has a known weakness (needs the internet)
	@$(BIN)/python -m tools.checks.audit

check: check-format check-lint check-types check-imports check-translations check-plain check-security check-docs check-tests ## everything that must hold before a change is merged

check-format: $(VENV)/.dev-ready
	$(BIN)/ruff format --check .

check-lint: $(VENV)/.dev-ready
	$(BIN)/ruff check .

check-types: $(VENV)/.dev-ready
	$(BIN)/python -m mypy

check-imports: $(VENV)/.dev-ready
	$(BIN)/lint-imports

check-translations: $(VENV)/.dev-ready
	$(BIN)/python -m tools.checks.translations

check-plain: $(VENV)/.dev-ready
	$(BIN)/python -m tools.checks.plain

# The audit says "not run" where its service cannot be reached; only a weakness it finds stops the check.
check-security: $(VENV)/.dev-ready
	$(BIN)/bandit --recursive --quiet --severity-level high app.py pages leopard_range tools
	@$(BIN)/python -m tools.checks.audit

check-docs: $(VENV)/.dev-ready
	$(BIN)/python -m mkdocs build --strict --quiet

# The tests are not run a second time on a tree they have just passed on.
check-tests: $(VENV)/.dev-ready
	@chromium=$$(BIN="$(BIN)" bash tools/setup/chromium.sh) && \
		LEOPARD_CHROMIUM="$$chromium" $(BIN)/python -m tools.checks.run_tests --unless-passed
