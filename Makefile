# Tasks of the project. Each target is enough on its own: it makes .venv and installs what it needs.
# Needed beforehand: Python 3.11 or newer, make, git. On Windows see CONTRIBUTING.md.

VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
LOCK   := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
          --no-header --no-annotate --no-emit-index-url --quiet

# The first of these that is Python 3.11 or newer makes the environment.
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python

# Peers stay installed in .venv/peers; `make bench BENCH_ARGS=--quick` takes 1,000 records only.
PEERS := peers.py --envs $(VENV)/peers $(BENCH_ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint bench peers torture forgery mutants mutants-clocks mutants-control docs format lock clean

help:
	@echo "make demo    print the client's weekly report of the shipped example"
	@echo "make test    run every check and test"
	@echo "make lint    run the checks without the tests"
	@echo "make bench   time start-up, the main job, 50,000 records and four peers (BENCH_ARGS=--quick)"
	@echo "make peers   only the comparison with the four peers"
	@echo "make torture damage, kill and crowd the program; is anything lost?"
	@echo "make forgery forge signed records in Git and tell honest histories; is each told apart?"
	@echo "make mutants change the rules in small ways; what do the fixtures notice?"
	@echo "make mutants-clocks  put known faults into the clocks; is each noticed?"
	@echo "make mutants-control put known faults into change control; is each noticed?"
	@echo "make docs    write the generated pages anew"
	@echo "make format  let the formatter lay out the code"
	@echo "make lock    pin the requirements anew (requirements/*.txt)"
	@echo "make clean   remove .venv and everything made"

# ── what people run ──────────────────────────────────────────────────────────

demo: $(STAMPS)/project
	@$(BIN)/rdclient -C examples/northbank weekly-report settlement \
	    --week 2026-W47 --as-of 2026-11-20T18:00+08:00 --audience client --lang zh

test: lint
	$(BIN)/pytest -n 2 $(PYTEST_ARGS)

lint: $(STAMPS)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(STAMPS)/project
	@status=0; for script in startup.py main_job.py clocks.py \
	    "worktime.py --envs $(VENV)/peers" "scale.py $(BENCH_ARGS)" \
	    "gate.py $(BENCH_ARGS)" "$(PEERS)"; do \
	  echo; $(BIN)/python bench/$$script || status=$$?; \
	done; exit $$status

peers: $(STAMPS)/project
	@$(BIN)/python bench/$(PEERS)

# TORTURE_ARGS: names of harnesses, --quick, --seed N
torture: $(STAMPS)/dev
	$(BIN)/python tests/torture/run.py $(TORTURE_ARGS)

# FORGERY_ARGS: a part of the names wanted, --jobs N
forgery: $(STAMPS)/dev
	$(BIN)/python tests/forgery/run.py $(FORGERY_ARGS)

mutants: $(STAMPS)/mutants
	$(BIN)/python bench/mutants.py

# One fault alone: name it behind the script.
mutants-clocks: $(STAMPS)/dev
	$(BIN)/python tests/worktime/mutants.py
	$(BIN)/python tests/obligations/judge_mutants.py

mutants-control: $(STAMPS)/dev
	$(BIN)/python tests/control/control_mutants.py

docs: $(STAMPS)/project
	$(BIN)/python docs/make.py

format: $(STAMPS)/dev
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format

lock: $(STAMPS)/venv
	@$(PIP) install uv
	$(LOCK) $(UPGRADE) pyproject.toml requirements/build.in requirements/dev.in -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt pyproject.toml -o requirements/runtime.txt
	$(LOCK) -c requirements/dev.txt requirements/build.in -o requirements/build.txt
	$(LOCK) -c requirements/dev.txt requirements/mutants.in -o requirements/mutants.txt

clean:
	rm -rf $(VENV) mutants build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── what they need; stamps make a second run fast ────────────────────────────

$(STAMPS)/venv:
	@if [ ! -x $(BIN)/python ]; then \
	  for name in $(PYTHONS); do \
	    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	      found="$$name"; break; \
	    fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "error: Python 3.11 or newer is needed; none of these is: $(PYTHONS)" >&2; \
	    echo "help: install it and run make again" >&2; exit 1; \
	  fi; \
	  echo "making $(VENV) with $$("$$found" --version)" >&2; \
	  "$$found" -m venv $(VENV) >&2 || { rm -rf $(VENV); \
	    echo "error: $$found cannot make $(VENV)" >&2; \
	    echo "help: on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
	fi
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements/runtime.txt requirements/build.txt | $(STAMPS)/venv
	@echo "installing requirements/runtime.txt and requirements/build.txt" >&2
	@$(PIP) install --require-hashes -r requirements/runtime.txt -r requirements/build.txt >&2
	@touch $@

$(STAMPS)/project: $(STAMPS)/runtime pyproject.toml src/rdclient/__init__.py
	@echo "installing rdclient" >&2
	@$(PIP) install --no-deps --no-build-isolation --editable . >&2
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/project
	@echo "installing requirements/dev.txt" >&2
	@$(PIP) install --require-hashes -r requirements/dev.txt >&2
	@touch $@

$(STAMPS)/mutants: requirements/mutants.txt $(STAMPS)/dev
	@echo "installing requirements/mutants.txt" >&2
	@$(PIP) install --require-hashes -r requirements/mutants.txt >&2
	@touch $@
