# Works on a bare Debian 12 with python3, python3-pip and make: no uv, no ensurepip (PEP 668).
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
PIP     = $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check

.PHONY: help demo test install check format docs pictures golden bench score fuzz lock clean

help:      ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

demo: $(VENV)/.demo  ## play one complaint on an embedded mail server
	@$(BIN)/gehoor demo

test: $(VENV)/.dev   ## run the tests
	$(BIN)/python -m pytest $(ARGS)

install: $(VENV)/.install  ## the bot in .venv, as a school runs it

check: $(VENV)/.dev  ## lint, types, floors, drawn docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot.settings.reference | cmp - docs/config.md
	$(BIN)/python -m bot.core.instructions.page | cmp - docs/beheer/opdrachten.md

format: $(VENV)/.dev ## lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.dev   ## draw the docs that are drawn from the code
	$(BIN)/python -m bot.settings.reference > docs/config.md
	$(BIN)/python -m bot.core.instructions.page > docs/beheer/opdrachten.md
	$(BIN)/python -m tests.docs.procedure_page

pictures: $(VENV)/.dev  ## photograph the pages for docs/beheer (needs chromium)
	$(BIN)/python -m tests.docs.letters_pictures

golden: $(VENV)/.dev  ## write the golden letters anew; what changed is for you to read
	GEHOOR_UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q $(or $(ARGS),tests/writer/test_letters.py -k golden)
	@git --no-pager diff --stat -- tests/golden | tail -n 20
	@git status --short -- tests/golden | sed -n '/^??/p' | head -n 20
	@echo 'Read every line of it, aloud: git diff --word-diff -- tests/golden'

bench: $(VENV)/.dev  ## measure speed and memory (needs Dovecot: see CONTRIBUTING.md)
	$(BIN)/python -m tests.bench.run $(ARGS)

score: $(VENV)/.dev  ## how well mails are read (docs/quality.md)
	@$(BIN)/python -m tests.score.run $(ARGS)

fuzz: $(VENV)/.dev   ## look for mails that break a reader (needs atheris: see CONTRIBUTING.md)
	$(BIN)/python -m tests.fuzz.run $(ARGS)

lock:      ## write the lock files anew (needs uv)
	uv pip compile -q --generate-hashes --universal --no-annotate --no-header --no-emit-index-url \
	  --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q --generate-hashes --universal --no-annotate --no-header --no-emit-index-url \
	  --python-version 3.11 --extra demo -c requirements.lock --no-emit-package typst \
	  pyproject.toml -o requirements-demo.lock  # the demo prints no letters on paper
	uv pip compile -q --generate-hashes --universal --no-annotate --no-header --no-emit-index-url \
	  --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	for provider in microsoft google; do \
	  uv pip compile -q --generate-hashes --universal --no-annotate --no-header \
	    --no-emit-index-url --python-version 3.11 --extra $$provider -c requirements.lock \
	    pyproject.toml -o requirements-$$provider.lock || exit 1; \
	done

clean:     ## remove the environment
	rm -rf $(VENV) build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.install: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(PIP) install -q -r requirements.lock
	$(PIP) install -q --no-deps -e .
	@touch $@

$(VENV)/.demo: pyproject.toml requirements-demo.lock | $(VENV)/bin/python
	$(PIP) install -q -r requirements-demo.lock
	$(PIP) install -q --no-deps -e .
	@touch $@

$(VENV)/.dev: pyproject.toml requirements-dev.lock | $(VENV)/bin/python
	$(PIP) install -q -r requirements-dev.lock
	$(PIP) install -q --no-deps -e .
	@touch $@ $(VENV)/.demo
