.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
DETECTION := services/search-intercept/src/search_intercept/detection/*.py

help: ## show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: $(STAMP) ## make .venv with everything, by the lock

$(STAMP): requirements.lock pyproject.toml shared/pyproject.toml services/*/pyproject.toml deploy/pyproject.toml $(DETECTION)
	@sh deploy/install.sh "$(PYTHON)"
	@touch $@

run: $(STAMP) ## run the whole product on an embedded broker and SQLite
	@$(BIN)/python -m deploy.run

run-real: $(STAMP) ## the same on a real Apache Kafka and a real PostgreSQL
	@$(BIN)/python -m deploy.run --real

test: $(STAMP) ## run every test, on a real Apache Kafka and a real PostgreSQL
	@$(BIN)/python -m pytest

lint: $(STAMP) ## check code, word lists and catalogue
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/search-intercept lint
	@$(BIN)/resources lint

types: $(STAMP) ## check types
	@$(BIN)/mypy

eval: $(STAMP) ## measure what is detected and what is left alone, in every language
	@$(BIN)/python -m deploy.evaluate $(if $(QUERIES),"$(QUERIES)") $(if $(WRONG),--wrong)

bench: $(STAMP) ## measure detection against its floor, in one run
	@$(BIN)/python -m deploy.bench

pictures: $(STAMP) ## draw the pictures of the README anew (needs Chromium)
	@$(BIN)/python -m deploy.pictures

generate: $(STAMP) ## write the contracts and the last resort anew from code and catalogue
	@$(BIN)/python -m deploy.generate

lock: $(STAMP) ## resolve requirements.lock anew (needs uv)
	@sh deploy/lock.sh

.PHONY: help install run run-real test lint types eval bench pictures generate lock
