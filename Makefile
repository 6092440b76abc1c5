# Two commands are enough: `make run` and `make test`. Everything else is for people who work on it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# uv installs both Pythons' packages; where it is missing it gets a private environment of its own.
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/.tools/uv/bin/uv)
DUO := .venv/bin/python -m duo.cli
PYTEST := .venv/bin/python -m pytest
# Rules, doors, desk and house run side by side; whole dialogues share one running product.
FAST := tests/casework tests/actions tests/chat tests/house tests/duo $(filter-out tests/desk/test_browser.py,$(wildcard tests/desk/test_*.py))
DIALOGUES := tests/conversation/test_dialogues.py tests/conversation/test_whole_way.py
SLOW := tests/conversation tests/simulation
BROWSER := tests/widget tests/desk/test_browser.py

.PHONY: help setup run chat health train test test-slow test-bot test-tools simulate check lint format bench bench-peer nlu-eval clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- setting up; each step runs only when what it depends on has changed

$(CURDIR)/.tools/uv/bin/uv:
	@echo "Installing uv into .tools/uv …"
	python3 -m venv .tools/uv
	.tools/uv/bin/python -m pip install --quiet uv

.venv/.ready: uv.lock pyproject.toml | $(UV)
	@echo "Installing the Python packages (3.12) …"
	$(UV) sync --frozen --compile-bytecode
	@touch $@

bot/.venv/.ready: bot/uv.lock bot/pyproject.toml | $(UV)
	@echo "Installing Rasa (Python 3.10), about 660 MB …"
	$(UV) sync --frozen --project bot
	@# The packages' own tests are a tenth of the environment and of no use here.
	@find bot/.venv/lib -type d -name tests -path '*/site-packages/*' -prune -exec rm -rf {} +
	@echo "Compiling it, so that it starts in seconds …"
	@$(UV) run --frozen --project bot python -m compileall -q -j 0 bot/.venv/lib >/dev/null 2>&1 || true
	@touch $@

node_modules/.ready: package-lock.json package.json $(wildcard widget/*.js widget/*.css widget/*.mjs)
	@echo "Installing the browser assets and packing the widget …"
	npm ci --no-audit --no-fund --loglevel=error
	npm run --silent widget
	@touch $@

setup: .venv/.ready bot/.venv/.ready node_modules/.ready ## install everything that running needs

run: setup ## start everything; prints the addresses and, the first time, a demo login
	@$(DUO) setup
	@$(DUO) train
	@exec $(DUO) serve

chat: .venv/.ready ## talk to the running assistant in the terminal
	@$(DUO) chat

health: .venv/.ready ## ask every running process whether it is well
	@$(DUO) health

train: setup ## train the assistant if its sources changed
	@$(DUO) train

# --- testing

test-tools: ## the real servers and browser the tests use, from Debian
	@bash tests/install-tools.sh

test: setup test-tools ## the fast tests: rules, doors, desk, house, and whole dialogues in a real browser
	@$(DUO) train
	$(PYTEST) -n 2 --dist loadfile $(FAST) $(ARGS)
	$(PYTEST) $(DIALOGUES) $(ARGS)

test-slow: setup test-tools ## every interruption and fault, invented people, the browser tests, the bot's own tests
	@$(DUO) train
	$(PYTEST) $(SLOW) $(addprefix --deselect ,$(DIALOGUES)) $(ARGS)
	$(PYTEST) -n 2 --dist loadfile $(BROWSER) $(ARGS)
	$(MAKE) --no-print-directory test-bot

test-bot: bot/.venv/.ready ## the tests of the bot, in its own Python
	$(UV) run --frozen --project bot pytest -c bot/pyproject.toml --rootdir . tests/bot -q

lint: .venv/.ready ## ruff, mypy, import directions
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: .venv/.ready ## let ruff put the code in order
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

check: lint test test-slow ## what must be green before a commit reaches others

# --- measuring

bench: setup ## speed and memory of the running chain, as a table
	@$(DUO) train
	.venv/bin/python -m bench.turns

bench-peer: setup ## the same beside stock Rasa with TensorFlow (installs it into var/peer)
	@$(DUO) train
	.venv/bin/python -m bench.peer

nlu-eval: setup ## judge the understanding: make nlu-eval DATA=FILE [JSON=1]
	@$(DUO) train
	@$(DUO) nlu-eval "$(DATA)" $(if $(JSON),--json)

simulate: setup ## let invented people talk to the product: make simulate [WHO="ID …"]
	@$(DUO) train
	.venv/bin/python -m tests.simulation $(WHO)

clean: ## remove what a machine made for itself; keeps var/ (data and keys)
	rm -rf .venv bot/.venv node_modules bot/models .tools widget/dist .pytest_cache .mypy_cache .ruff_cache
