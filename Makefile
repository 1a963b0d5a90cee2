# The two commands that matter: make run, make test. Everything else helps whoever changes the code.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install dev run test test-postgres rehearse check format lint types styles messages rules matrix fuzz audit sbom openapi asvs bench-load bench-peak bench-prognosis bench-faults lighthouse lock export pictures clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: .venv/installed  ## build the environment, .venv/, and nothing else

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "This Python cannot make an environment. On Debian: apt-get install python3-venv"; exit 1; }

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing what the tracker needs into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

dev: .venv/installed-dev
.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what the tests and checks need into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# The worker is started first and watches its parent; exec makes that parent the web server itself, so
# that however the server ends the worker ends too.
run: install  ## the demo on http://127.0.0.1:8000/ (PORT=8123 for another port)
	@DEMO=1 $(BIN)/python manage.py prepare_demo --port $(PORT)
	@export DEMO=1 BASE_URL=http://127.0.0.1:$(PORT); \
	 $(BIN)/python manage.py work --child-of $$$$ & \
	 exec $(BIN)/gunicorn tracker.wsgi --config tracker/gunicorn.py --bind 127.0.0.1:$(PORT)

test: dev  ## every test: unit, HTTP and, where a Chromium is, the browser
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

# What knows no database, or is about a page alone, is run on SQLite only; the matrix opens every page
# here too, for each role once.
ON_POSTGRES := tests/recovery tests/stories tests/architecture/test_migrations.py \
  $(addprefix tests/tracker/,matrix keeping clinic fhir app channels management) \
  $(addprefix tests/tracker/test_,errands.py health.py leaving.py limits.py looking.py metrics.py readiness.py reminding.py second_factor.py sessions.py)

test-postgres: dev  ## the tests that ask something of a database, on a throwaway PostgreSQL
	@pg_virtualenv -t -o log_min_messages=fatal -- sh -c 'DATABASE_URL="postgresql://$$PGUSER:$$PGPASSWORD@$$PGHOST:$$PGPORT/postgres" \
	  $(BIN)/python -m pytest -n auto --dist loadgroup --ignore=tests/recovery/clinical $(ON_POSTGRES) $(ARGS)'

rehearse: dev  ## backup, restore and an upgrade from the first release, as tests, on SQLite and PostgreSQL
	@$(BIN)/python -m pytest -q tests/tracker/keeping tests/architecture/test_migrations.py
	@$(MAKE) --no-print-directory test-postgres ON_POSTGRES="tests/tracker/keeping tests/architecture/test_migrations.py"

check: format lint types  ## everything CI asks besides the tests, mended where it can be

format: dev
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix --quiet . ; $(BIN)/djade --target-version 5.2 $$(git ls-files -co --exclude-standard 'templates/*.html')

lint: dev
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .
	@$(BIN)/djade --target-version 5.2 --check $$(git ls-files -co --exclude-standard 'templates/*.html')

types: dev
	@$(BIN)/mypy

FUZZ ?= 200
fuzz: dev  ## nonsense in every form, address and field of an API, FUZZ=200 of each; the suite tries a few
	@FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/fuzz -q --tb=short --show-capture=no $(ARGS)

audit: dev  ## known faults in what is installed (asks OSV; without network it says so and fails)
	@$(BIN)/python -m bench.audit

sbom: dev  ## the list of parts, in CycloneDX, into build/sbom.cdx.json (needs no network)
	@$(BIN)/python -m bench.sbom

openapi: dev  ## write docs/openapi.json from the tables of the API
	@DEMO=1 $(BIN)/python manage.py shell --verbosity 0 --command 'from bench.openapi import write; write()'

asvs: dev  ## write the table of docs/security.md from docs/asvs.csv
	@$(BIN)/python -m bench.asvs

styles: dev  ## cut the part of Bootstrap that the pages use
	@$(BIN)/python -m tracker.styles

messages: dev  ## collect the strings to translate, and compile (needs gettext)
	@DEMO=1 $(BIN)/python manage.py makemessages $(addprefix --locale ,$(notdir $(wildcard tracker/locale/*))) --no-location --no-obsolete --ignore .venv --ignore tests --ignore bench
	@sed -i '/^"POT-Creation-Date/d' tracker/locale/*/LC_MESSAGES/django.po
	@DEMO=1 $(BIN)/python manage.py compilemessages --ignore .venv
	@DEMO=1 $(BIN)/python manage.py translations

rules: dev  ## write docs/clinical-rules.md from the tables in recovery/clinical
	@DEMO=1 $(BIN)/python manage.py write_rules

bench-load: dev  ## how fast, how heavy, into docs/scale.md (needs PostgreSQL; SIZE=middle: some minutes; SMALL=1: under a minute, without)
	@$(BIN)/python -m bench.load

matrix: dev  ## write docs/access.md from the table of who gets what
	@$(BIN)/python -m tests.tracker.matrix

DATA ?= ../shared/data
bench-prognosis: dev  ## how good the prognosis is, into docs/prognosis.md (DATA=real diaries; SMALL=1: under a minute)
	@DATA="$(DATA)" $(BIN)/python -m bench.prognosis

bench-faults: dev  ## what is lost when things break, into docs/reliability.md (needs PostgreSQL; SMALL=1: fewer of each)
	@$(BIN)/python -m bench.faults

bench-peak: dev  ## twice the busiest hour for five minutes, into docs/scale.md (needs PostgreSQL; SMALL=1: twenty seconds, without)
	@$(BIN)/python -m bench.load.peak

lighthouse: dev  ## what Lighthouse finds of log, trend and urgent page, into docs/lighthouse.md (needs Node.js and a Chromium)
	@$(BIN)/python -m bench.lighthouse

lock: dev  ## resolve again and export the hash-locked requirements
	@$(BIN)/uv lock --no-config --upgrade
	@$(MAKE) --no-print-directory export

export: dev
	@$(BIN)/uv export --no-config --frozen --no-dev --no-header --quiet --output-file requirements.txt
	@$(BIN)/uv export --no-config --frozen --only-dev --no-header --quiet --output-file requirements-dev.txt

pictures: dev  ## the README's pictures, made by the browser story
	@PICTURES=docs/pictures $(BIN)/python -m pytest tests/browser -q

clean:  ## forget the environment and the demo's data
	@rm -rf .venv var build
