# Everything starts here: `make run` shows the system, `make test` tests it. Steps with conditions live in scripts/.

BIN := .venv/bin

.PHONY: help setup run test test-method check messages pictures lock bench-count bench-count-spark bench-release bench-live bench-intake

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: ## make the environment in .venv from the lock, and compile the translations
	@sh scripts/setup.sh

run: setup ## set up, make the example installation and serve it on http://127.0.0.1:8000/
	@sh scripts/run.sh

test: setup ## run all tests: in Chromium, on SQLite and PostgreSQL, with DuckDB and Spark
	@sh scripts/test.sh

test-method: setup ## run the tests that need no browser, no database and no Spark
	@$(BIN)/pytest -m "not browser and not database and not postgres and not spark"

check: setup ## lint, types, import contracts, migrations, translations, lock, documentation
	@$(BIN)/python scripts/check.py

messages: setup ## gather the sentences of code and pages into the Swedish catalogue
	@$(BIN)/python scripts/messages.py update

pictures: setup ## take the pictures of the README anew, into docs/pictures
	@LJUSPUNKT_PICTURES=docs/pictures $(BIN)/pytest -q tests/web/test_from_the_question_to_the_audit.py tests/web/test_the_two_days_of_2014.py

lock: setup ## renew requirements.lock from pyproject.toml, keeping the versions that still fit
	@$(BIN)/python scripts/lock.py update

bench-count: setup ## measure counting against other ways of counting
	@$(BIN)/python benchmarks/count.py

bench-count-spark: setup ## the same, with a Spark server on this machine beside it
	@$(BIN)/python scripts/spark.py install
	@$(BIN)/python scripts/spark.py --usual $(BIN)/python benchmarks/count.py

bench-release: setup ## measure protection and audit, and what is hidden against the optimum
	@$(BIN)/python benchmarks/release.py

bench-live: setup ## measure how soon thousands of phones see a ballot and a result; OPTIONS="--clients 250" for less
	@$(BIN)/python benchmarks/live.py $(OPTIONS)

bench-intake: setup ## measure how many questionnaires come in, beside a bare insert and oTree; OPTIONS="--seconds 5" for less
	@$(BIN)/python benchmarks/intake.py $(OPTIONS)
