# `make report`, `make test`, `make lab`: the first call, and the first after a change of the lock, sets up .venv; then each just runs.
# PYTHON=python3.12 picks the interpreter for a new .venv. READOUT_FULL=1 adds the browser tests. ARGS goes to pytest (ARGS="-k gold") or JupyterLab.
PYTHON ?= python3
PIP = $(if $(shell command -v uv 2>/dev/null),uv pip install -q --compile-bytecode --python .venv/bin/python,.venv/bin/python -m pip install -qq)
OLD = "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.12"
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME

report: .venv/.installed
	.venv/bin/readout report
test: .venv/.installed
	.venv/bin/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout=120 $(ARGS)
lab: .venv/.installed
	.venv/bin/python -m jupyterlab --notebook-dir=notebooks --LabApp.default_url=/lab/tree/start.md --LabApp.app_settings_dir=$(CURDIR)/notebooks/.lab $(ARGS)

.venv/.installed: requirements.lock pyproject.toml
	@echo "Setting up .venv (ten seconds to a minute) ..."
	@.venv/bin/python -c 'import pip' 2>/dev/null || \
	  { $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and $(OLD))' && $(PYTHON) -m venv --clear .venv; }
	@$(PIP) --no-deps --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@
.PHONY: report test lab
