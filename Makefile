# `make report`, `make lab`, `make test`, `make check`: the first call, and the first after a change of the lock, sets up .venv;
# then each just runs. PYTHON=python3.12 picks the interpreter for a new .venv. READOUT_FULL=1 adds the browser tests.
# ARGS goes to pytest (ARGS="-k gold") or JupyterLab.
PYTHON ?= python3
BIN = .venv/bin
PIP = $(if $(shell command -v uv 2>/dev/null),uv pip install -q --compile-bytecode --python $(BIN)/python,$(BIN)/python -m pip install -qq)
OLD = "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.12"
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME

report: .venv/.installed-report
	$(BIN)/readout report
lab: .venv/.installed-report
	$(BIN)/python -m jupyterlab --notebook-dir=notebooks --LabApp.default_url=/lab/tree/start.md --LabApp.app_settings_dir=$(CURDIR)/notebooks/.lab $(ARGS)
test: .venv/.installed-test
	$(BIN)/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout=120 $(ARGS)
check: .venv/.installed-check
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

# The parts of the lock that a goal needs; nobody who wants a report waits for the tools of tests and checks.
.venv/.installed-report: PARTS = report
.venv/.installed-test: PARTS = report test
.venv/.installed-check: PARTS = report check
.venv/.installed-report .venv/.installed-test .venv/.installed-check: requirements.lock pyproject.toml
	@echo "Setting up .venv (ten seconds to a minute) ..."
	@$(BIN)/python -c 'import pip' 2>/dev/null || \
	  { $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and $(OLD))' && $(PYTHON) -m venv --clear .venv; }
	@awk '/^# / {needed = " $(PARTS) " ~ " " $$2 " "} needed' requirements.lock > .venv/requirements.lock
	@$(PIP) --no-deps --require-hashes -r .venv/requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $(PARTS:%=.venv/.installed-%)
.PHONY: report lab test check
