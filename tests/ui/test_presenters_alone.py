"""Presenters are free of Qt: what a screen decides can be tested, and moved, without windows."""

import pkgutil
import subprocess
import sys

import kiosk.ui.public

_IMPORT = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6"}:
            raise ImportError("no Qt here: " + name)

sys.meta_path.insert(0, NoQt())
for name in sys.argv[1:]:
    importlib.import_module("kiosk.ui.public." + name)
assert not [name for name in sys.modules if name.startswith("PySide6")]
print(len(sys.argv) - 1)
"""


def test_presenters_are_imported_where_there_is_no_qt() -> None:
    names = [item.name for item in pkgutil.iter_modules(kiosk.ui.public.__path__)]
    free = [name for name in names if name.endswith("_presenter")]
    free += ["context", "post_words", "scans"]
    assert len(free) >= 13
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _IMPORT, *free],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(len(free))


def test_the_check_can_fail() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT, "phone_screen"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "no Qt here" in done.stderr
