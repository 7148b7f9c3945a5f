# Two commands on a fresh machine: `make demo` and `make test`. They need Python 3.11 or newer, and make.

PORT ?= 8000
JOBS ?= 2
LARGE ?= 100000
VENV := .venv
RUN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3.14 python3.13 python3.12 python3.11 python3)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test tests scenarios install bench soak lint format lock clean

help: ## show these lines
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done

demo: ## seed a demonstration group and serve it on http://127.0.0.1:8000 (PORT= elsewhere)
	@began=$$(date +%s) && $(MAKE) --no-print-directory install && \
	exec $(RUN)/casework demo --port $(PORT) --installed $$(($$(date +%s) - began))

test: lint ## run every check: lint, types, import contracts, tests
	@$(MAKE) --no-print-directory tests

tests: install ## run the tests alone (SEED= repeats an order, TESTS= names a part, JOBS= how many processes)
	@seed=$${SEED:-$$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}; \
	echo "== tests, in the order of SEED=$$seed"; \
	$(RUN)/python -m pytest -p randomly --randomly-seed="$$seed" -n $(JOBS) --dist worksteal $(TESTS)

lint: install ## run the checks that run no code: ruff, format, mypy, import contracts
	@echo '== ruff' && $(RUN)/ruff check .
	@echo '== format' && $(RUN)/ruff format --check .
	@echo '== types' && $(RUN)/mypy
	@echo '== import contracts' && $(RUN)/lint-imports

format: install ## put the code into its one format
	@$(RUN)/ruff check --fix .
	@$(RUN)/ruff format .

scenarios: install ## run the acceptance scenarios and print how each of them stands
	@$(RUN)/python -m tests.scenarios

bench: install ## measure (LARGE= cases in the large store, ONLY= parts, KEPT= a folder that keeps the stores, BESIDE= a commit)
	@apart=; $(if $(ONLY),true,$(RUN)/python -m tests.benchmarks.pairs) || apart=1; \
	$(RUN)/python -m tests.benchmarks --large $(LARGE) $(if $(ONLY),--only $(ONLY)) $(if $(KEPT),--home $(KEPT)) $(if $(BESIDE),--beside $(BESIDE)) && test -z "$$apart"

soak: install ## rebuild again and again under load; rebuilt must equal kept (SECONDS= how long)
	@$(RUN)/python -m tests.benchmarks.soak $(if $(SECONDS),--seconds $(SECONDS))
	@CASEWORK_TEST_EXAMPLES=400 $(RUN)/python -m pytest tests/api/test_two_worlds.py
	@CASEWORK_TEST_EXAMPLES=20 $(RUN)/python -m pytest tests/api/test_document_as_everybody.py

install: $(INSTALLED) ## create .venv from requirements.lock; does nothing when it is up to date

$(INSTALLED): pyproject.toml requirements.lock
	@$(find_python); \
	"$(RUN)/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || "$$python" -m venv --clear $(VENV) || \
	    { echo "make: $$python could not create $(VENV)" >&2; exit 1; }; \
	echo "Installing the packages of requirements.lock into $(VENV); the first time takes about a minute."; \
	rm -f $(VENV)/install.log; \
	$(RUN)/python -m pip install --quiet --log $(VENV)/install.log --only-binary :all: --require-hashes --requirement requirements.lock && \
	$(RUN)/python -m pip install --quiet --no-deps --no-index --no-build-isolation --editable . || \
	    { if grep -q 'DO NOT MATCH THE HASHES' $(VENV)/install.log; then \
	        echo 'make: a package is not the one that requirements.lock names, see the hashes above; nothing was installed' >&2; exit 1; fi; \
	    lacking=$$(sed -n 's/.*No matching distribution found for //p' $(VENV)/install.log | tail -n 1); \
	    echo "make: $${lacking:-a package above} could not be installed as a wheel; behind a mirror, set PIP_INDEX_URL" >&2; exit 1; }
	@touch $@

lock: ## choose versions anew and write both locks, hashes included (KEEP=1 keeps the versions that stand there)
	@$(find_python); \
	work=$$(mktemp -d) && trap 'rm -rf "$$work"' EXIT && "$$python" -m venv "$$work" && \
	"$$work/bin/python" -m pip install --quiet --only-binary :all: 'uv>=0.13,<1' && \
	echo 'setuptools>=77' > "$$work/build.in" && cp requirements.lock "$$work/lock" && \
	$(call compile,$(if $(KEEP),,--upgrade) --extra embedded --extra test) && cp "$$work/lock" requirements.lock && \
	$(call compile) && cp "$$work/lock" requirements.production.lock

clean: ## remove .venv and everything generated; var/, where data and keys lie, stays
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# Fits $$work/lock to pyproject.toml, keeping its versions, for every machine that we name there and every Python from 3.11.
define compile
"$$work/bin/uv" pip compile --quiet --no-cache --python "$$work/bin/python" --universal --python-version 3.11 \
    --only-binary :all: --generate-hashes --no-annotate --custom-compile-command 'make lock' \
    $(if $(PIP_INDEX_URL),--default-index $(PIP_INDEX_URL)) $(1) --output-file "$$work/lock" pyproject.toml "$$work/build.in"
endef

# Sets $$python to the first candidate that is new enough and can create environments, or says in one line what is missing.
define find_python
python=; old=; bare=; \
for candidate in $(CANDIDATES); do \
    "$$candidate" -c '' 2>/dev/null || continue; \
    if ! "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then old=$$candidate; \
    elif ! "$$candidate" -c 'import ensurepip, venv' 2>/dev/null; then bare=$$candidate; \
    else python=$$candidate; break; fi; \
done; \
if [ -z "$$python" ]; then \
    if [ -n "$$bare" ]; then echo "make: $$bare lacks venv or ensurepip (on Debian: apt install $$(basename "$$bare")-venv)" >&2; \
    elif [ -n "$$old" ]; then echo "make: Python 3.11 or newer is needed, $$old is $$("$$old" -V 2>&1)" >&2; \
    else echo 'make: Python 3.11 or newer is needed and was not found; PYTHON= names one elsewhere' >&2; fi; \
    exit 1; \
fi
endef
