# Two commands do all set-up on a fresh Debian-like machine with Python >= 3.11: `make demo` and `make test`.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
PY := $(BIN)/python
OUT ?= build/demo
WORKERS ?= 2
PYTEST_ARGS ?=
BENCH_ARGS ?=
SCREENSHOT_ARGS ?=

# Tests never need a screen; the window does, so `run` is not touched by this.
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

# ---- set-up: each profile installs what is missing, and ends at once when nothing is ----

.PHONY: setup-runtime setup-window setup-test setup-bench setup-package
setup-runtime setup-window setup-test setup-bench setup-package: setup-%:
	@sh tools/bootstrap.sh $*

# ---- use ----

.PHONY: demo run screenshots
demo: setup-runtime ## the main job end to end on a sample factory, into build/demo (OUT=DIR); no screen needed
	$(BIN)/anhui-assess demo --out "$(OUT)"

run: setup-window ## open the window
	$(BIN)/anhui-assess

screenshots: setup-test ## pictures of every page, into build/screenshots; no screen needed
	$(OFFSCREEN) $(PY) tools/screenshots.py --out build/screenshots $(SCREENSHOT_ARGS)

# ---- checks ----

.PHONY: test check format format-check lint types imports cover
test: setup-test ## the tests (PYTEST_ARGS="-k name" narrows)
	$(OFFSCREEN) $(PY) -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

check: format-check lint types imports test ## everything CI checks

format: setup-test ## lay the code out
	$(BIN)/ruff format
	$(BIN)/ruff check --select I --fix

format-check: setup-test
	$(BIN)/ruff format --check

lint: setup-test ## ruff
	$(BIN)/ruff check

types: setup-test ## mypy, strict
	$(BIN)/mypy

imports: setup-test ## who may import whom
	$(BIN)/lint-imports --no-cache

cover: setup-test ## the tests, with branch coverage
	$(OFFSCREEN) $(PY) -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term $(PYTEST_ARGS)

.PHONY: bench
bench: setup-bench ## the measurements behind the promises
	$(OFFSCREEN) $(PY) -m tests.bench $(BENCH_ARGS)

# ---- packages and upkeep ----

.PHONY: wheel package lock notices clean distclean
wheel: setup-package ## dist/*.whl and dist/*.tar.gz
	$(PY) -m build --no-isolation --outdir dist

package: setup-package ## dist/anhui-assess/, a folder that runs without Python, and its smoke test
	$(PY) -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller installer/anhui-assess.spec
	sh installer/smoke.sh dist/anhui-assess

lock: ## resolve requirements/*.in again
	sh tools/lock.sh

notices: setup-package ## THIRD_PARTY_NOTICES.md from what is installed
	$(PY) tools/make_notices.py

clean: ## remove what was made, keep .venv
	rm -rf build dist .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean ## and .venv
	rm -rf .venv
