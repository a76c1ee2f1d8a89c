# Every task that a person repeats. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo stop logins test unit tour telephony matrix lint format bench shell db pot coverage screenshots pins clean
export M DB PORT REAL SCALE

setup_demo = bash config/setup/system.sh demo && bash config/setup/odoo.sh && bash config/setup/venv.sh run
setup_test = bash config/setup/system.sh test && bash config/setup/odoo.sh && bash config/setup/venv.sh dev
test_env = . config/setup/env.sh test

help: ## List the tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14
	@echo
	@echo 'Variables: PORT=8080 (demo)  M=pharma_crm (unit, tour, matrix)  DB=name (shell)  REAL=cdnow (db)  ODOO_SOURCE=/path  PGHOST=/path'

demo: ## Install what is missing, create the demo database, start Odoo, print address and log-ins
	@bash config/setup/demo.sh start

stop: ## Stop the demo and its PostgreSQL
	@bash config/setup/demo.sh stop

logins: ## Print the demo's address and log-ins again
	@bash config/setup/demo.sh logins

setup: ## Only install what the demo needs
	@$(setup_demo)

setup-test:
	@$(setup_test)

test: setup-test ## Lint, conventions, install matrix, unit, browser and cross-module tests
	@$(test_env) && python tests/run.py all

unit: setup-test ## Unit tests, of one module with M=pharma_crm
	@$(test_env) && python tests/run.py unit

tour: setup-test ## Browser journeys, of one module with M=pharma_crm
	@$(test_env) && python tests/run.py tours

telephony: setup-test ## Calls through a real Asterisk (fetched once) into a real server
	@$(test_env) && python tests/run.py telephony

matrix: setup-test ## Install, update twice and uninstall every module, alone and together
	@$(test_env) && python tests/run.py matrix

lint: setup-test ## Style and conventions, without a database
	@$(test_env) && python tests/run.py lint

format: setup-test ## Put Python files into the house style
	@$(test_env) && { ruff check --fix . ; ruff format . ; }

bench: setup-test ## Speed as ratios to stock Odoo or raw SQL (SCALE=1 for a million orders)
	@$(test_env) && python tests/bench/run.py

db: setup-test ## Make a fresh database to work on, with every module and demo data, and print its name
	@$(test_env) && case "$(REAL)" in ''|cdnow) ;; *) echo 'make: REAL=$(REAL) is unknown: cdnow is the only real data' >&2; exit 1 ;; esac
	@$(test_env) && db=$$(python config/setup/databases.py work --fresh) && echo "$$db" \
		&& if [ -n "$(REAL)" ]; then python tests/real_data.py "$(REAL)" "$$db"; fi

shell: setup-test ## Odoo's Python shell on DB=name (default: the database of `make db`)
	@$(test_env) && db=$${DB:-$$(python config/setup/databases.py work)} && odoo shell -d "$$db" --no-http --log-level=warn \
		--addons-path="$$PHARMA_ADDONS_PATH" --data-dir="$$PHARMA_DATA_DIR"

pot: setup-test ## Export the terms of every module and merge them into its translations
	@$(test_env) && bash config/setup/pot.sh "$$(python config/setup/databases.py suite)"

coverage: setup-test ## Write docs/coverage.md from the requirement ids in the tests
	@$(test_env) && python tests/coverage_report.py

screenshots: setup-test ## Photograph the running demo for the documentation
	@$(test_env) && python tests/screenshots.py

pins: setup-test ## Renew the pinned versions of Python packages
	@bash config/setup/pins.sh

clean: ## Stop everything and delete the work folder (the demo database with it)
	@bash config/setup/clean.sh
