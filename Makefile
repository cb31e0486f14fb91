# Everything a newcomer needs: `make demo`, `make test`. Each target installs what it lacks.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Packages of the Debian family: shared libraries of Qt (libxrandr2: of its camera and sound) and of
# the bar-code reader; poppler-utils and postgresql for the tests, binutils for the bundle, and its
# library where the Python is Debian's own. That one lacks what makes virtual environments too:
# python3-venv is asked for where that is so.
APT_PACKAGES := libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 \
	libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
	libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libpulse0 libnss3 \
	libxrandr2 libwayland-cursor0 libwayland-egl1 libzbar0 poppler-utils postgresql binutils \
	$(shell $(PYTHON) -c 'import sys; sys.base_prefix == "/usr" and print("libpython%d.%d" % sys.version_info[:2])')
APT_STAMP := $(VENV)/.apt-installed
VENV_STAMP := $(VENV)/.installed
JOBS ?= 2

.PHONY: demo emupos test check format soak bench gallery messages bundle lock clean install

install: $(VENV_STAMP)

$(APT_STAMP): Makefile
	@mkdir -p $(VENV)
	@missing=$$(for p in $(APT_PACKAGES); do \
		dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | grep -q '^installed$$' || echo $$p; \
	done; $(PYTHON) -c 'import ensurepip' 2>/dev/null || echo python3-venv); \
	if [ -n "$$missing" ] && command -v apt-get >/dev/null; then \
		as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$as_root apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends $$missing; \
	fi
	@touch $@

$(VENV_STAMP): requirements-dev.txt pyproject.toml $(APT_STAMP)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@# The build backend warns of folders named like the package, at length; there are none.
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install
	$(BIN)/kiosk demo

# The second ESC/POS printer of the tests needs a Python of its own; without one they are skipped.
# Its lock is made as the others, by pip-compile on that Python, of the one line emupos==0.4.0.
EMUPOS_VENV := .venv-emupos
emupos:
	@test -x $(EMUPOS_VENV)/bin/emupos || { \
		for python in python3.14 python3.13 $${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.1[3-9]*/bin/python; do \
			$$python -c 'import sys; sys.exit(sys.version_info < (3, 13))' 2>/dev/null \
				&& $$python -m venv $(EMUPOS_VENV) \
				&& $(EMUPOS_VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-emupos.txt \
				&& exit 0; \
		done; \
		echo "emupos IS NOT INSTALLED: no Python 3.13 that can install it; its tests are skipped"; }

# Each worker begins with a half of its own, so that servers, halls and pictures that a file's tests
# share are made once; who is done first takes from the other.
test: install emupos
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not soak and not bench"

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

soak: install
	$(BIN)/python -m pytest -m soak --timeout 3600

bench: install
	$(BIN)/python -m pytest -m bench --timeout 3600 -p no:xdist -s

gallery: install
	$(BIN)/kiosk gallery --out out/gallery

# Every text of the interface, for a translator.
messages: install
	mkdir -p out
	$(BIN)/pybabel -q extract --keywords N_ --no-location --project gig-hall-kiosk \
		--output-file out/kiosk.pot kiosk

bundle: install
	$(BIN)/pyinstaller --noconfirm --clean --log-level WARN kiosk.spec
	dist/kiosk/kiosk demo --headless --out out/bundle-demo

# Pins and hashes; the files carry no index address.
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml
lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(COMPILE) --extra station --extra hub --output-file requirements.txt
	$(COMPILE) --extra hub --output-file requirements-hub.txt
	$(COMPILE) --extra station --extra hub --extra dev --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) $(EMUPOS_VENV) build dist out *.egg-info .mypy_cache .ruff_cache .hypothesis
