# The one list of commands. `make run` needs python3 >= 3.11 with venv, and make; nothing else.
PY   ?= python3
PORT ?= 8000
BIN  := .venv/bin
export PORT
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run demo test check prove bench lock messages reference vendor clean _install _types _others

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST)

run: .venv/.run ## start everything at http://localhost:8000 (PORT=8001 for another port)
	@exec $(BIN)/python -m config.supervise

demo: .venv/.run ## throw the development database away and build the demo again
	@$(BIN)/python -m config.prepare --recreate
	@$(BIN)/python -m config.prepare --sign-ins

test: check ## check, then the tests
	@$(BIN)/python -m pytest -q -n auto --no-loadscope-reorder

prove: .venv/.dev ## the long form of every proof, with n and seed
	@$(BIN)/python -m pytest -q -m prove

bench: .venv/.dev ## ratios: pricing, staffing, ranking to peers and compiled limits; pages to an empty one; a submission to pgbench
	@$(MAKE) -s -k $(PEERS:%=.venv/peers-%/.installed) .venv/peers-hyperformula/.installed || echo "Some peers cannot be installed here; they are left out."
	@$(BIN)/python -m bench.pricing
	@$(BIN)/python -m bench.staffing
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.ranking
	@$(BIN)/python -m bench.pages
	@$(BIN)/python -m bench.submit

check: .venv/.dev ## format, lint, types, arrows, migrations, generated files, deployment settings
	@$(MAKE) -s -j2 _types _others

_types:
	@$(BIN)/mypy .

_others: # one after the other: beside the types, which take the longest
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo
	@$(BIN)/python manage.py makemigrations --check --dry-run -v0
	@$(BIN)/python manage.py reference --check
	@$(BIN)/python manage.py vendor_assets --check
	@$(BIN)/python -m tests.house.catalogues
	@$(BIN)/python -m tests.house.deployment

lock: ## compile the hashed requirements from pyproject.toml (needs uv)
	uv pip compile -q $(LOCK) pyproject.toml -o requirements.txt
	uv pip compile -q $(LOCK) -c requirements.txt --group dev -o requirements-dev.txt
	for peers in $(PEERS); do uv pip compile -q $(LOCK) -c requirements.txt --group bench-$$peers -o requirements-bench-$$peers.txt; done

PEERS := staffing ranking smaa
LOCK := --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links

messages: .venv/.dev ## collect the texts (needs xgettext) and compile both Chinese catalogues
	@$(BIN)/python manage.py makemessages -l zh_Hans -l zh_Hant --no-location --no-obsolete -i .venv -i .var
	@$(BIN)/python -m tests.house.catalogues --compile

reference: .venv/.run ## write docs/reference (states, roles, data model) from the code
	@$(BIN)/python manage.py reference

vendor: .venv/.run ## fetch the front-end packages of static/vendor/MANIFEST.json again (needs npm)
	@$(BIN)/python manage.py vendor_assets

clean: ## remove the virtual environment and development's state
	rm -rf .venv .var

.venv/.run: requirements.txt
	@$(PY) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PY=/path/to/python3 ...")'
	@if uv --version >/dev/null 2>&1; then uv venv -q --allow-existing --python "$$(command -v $(PY))" .venv; \
	 else $(PY) -m venv .venv || { echo "python3 -m venv failed: on Debian, apt-get install python3-venv"; exit 1; }; fi
	@echo "Installing packages (once) ..."
	@$(MAKE) -s _install REQUIREMENTS=requirements.txt
	@touch $@

.venv/.dev: .venv/.run requirements-dev.txt
	@$(MAKE) -s _install REQUIREMENTS=requirements-dev.txt
	@touch $@

# The peers of the benchmark, apart from everything else and from each other; without them it says "not installed".
.venv/peers-%/.installed: requirements-bench-%.txt
	@uv --version >/dev/null 2>&1 && uv venv -q --clear --python $(BIN)/python $(@D) || $(PY) -m venv $(@D)
	@if uv --version >/dev/null 2>&1; then uv pip install -q -p $(@D)/bin/python --require-hashes -r $<; \
	 else $(@D)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

# A spreadsheet engine of another world; it needs npm, which nothing else here does.
.venv/peers-hyperformula/.installed:
	@mkdir -p $(@D) && npm install --silent --no-audit --no-fund --ignore-scripts --no-package-lock --prefix $(@D) hyperformula@3.5.0
	@touch $@

_install:
	@if uv --version >/dev/null 2>&1; then \
	   uv pip install -q --compile-bytecode -p $(BIN)/python --require-hashes -r $(REQUIREMENTS); \
	 else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(REQUIREMENTS); fi
