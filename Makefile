# The two commands: `make run` and `make test`. See README.md.
.DEFAULT_GOAL := run
.PHONY: run test quality bench clean
.DELETE_ON_ERROR:

PORT ?= 8000
PASSNUM_DATA ?= $(CURDIR)/var
PYTHON ?= python3
export PORT PASSNUM_DATA

VENV := .venv
BIN := $(VENV)/bin
# The first Python that is recent enough; nothing when there is none.
RECENT = for candidate in "$(PYTHON)" python3.13 python3.12 python3.11 python3; do \
	if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$candidate"; break; fi; done
PIP_INSTALL = $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes
NOT_INSTALLED = { echo "Les bibliothèques n’ont pas pu être installées : vérifiez l’accès au réseau, puis relancez." >&2; exit 1; }

run: $(VENV)/runtime.stamp
	@exec $(BIN)/python -m passnum.config.launch

# The fast tests first, then those with real servers, in the browser, and the slow ones; see tests/conftest.py.
test: $(VENV)/dev.stamp
	@unset PASSNUM_DATA; $(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder $(ARGS)

quality: $(VENV)/dev.stamp
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy passnum tasks
	@$(BIN)/djlint --quiet --lint templates cms passnum
	@$(BIN)/python -m tests.config.production_environment check --deploy --fail-level WARNING
	@unset PASSNUM_DATA; $(BIN)/python manage.py makemigrations --check --dry-run --settings passnum.config.settings.test

# The figures of docs and README: medians at 10 000 and 1 000 000 attributions, printed and written to var/bench.json.
bench: $(VENV)/dev.stamp
	@unset PASSNUM_DATA; $(BIN)/python -m tests.benchmarks $(ARGS)

clean:
	rm -rf $(VENV)

$(BIN)/python:
	@found=$$($(RECENT)); \
	if [ -z "$$found" ]; then echo "Passnum demande Python 3.11 ou plus récent : installez-le, ou indiquez-le par PYTHON=/chemin/python3." >&2; exit 1; fi; \
	echo "Création de l’environnement Python ($$("$$found" --version))…"; \
	"$$found" -m venv $(VENV) > $(VENV).log 2>&1 || { rm -rf $(VENV); tail -n 3 $(VENV).log >&2; rm -f $(VENV).log; \
	echo "L’environnement Python n’a pas pu être créé : installez le module venv de Python (paquet python3-venv)." >&2; exit 1; }; \
	rm -f $(VENV).log

$(VENV)/runtime.stamp: requirements/runtime.txt | $(BIN)/python
	@echo "Installation des bibliothèques (une fois, une minute environ)…"
	@$(PIP_INSTALL) -r requirements/runtime.txt || $(NOT_INSTALLED)
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt requirements/runtime.txt | $(BIN)/python
	@echo "Installation des outils de test (une fois, une minute environ)…"
	@$(PIP_INSTALL) -r requirements/dev.txt || $(NOT_INSTALLED)
	@touch $(VENV)/runtime.stamp $@
