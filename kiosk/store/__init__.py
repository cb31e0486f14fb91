"""The encrypted local store: one log, and the state tables folded from it."""

import sys

# sqlite-utils takes types of numpy and pandas in where these are installed. No row of ours holds
# one, and loading them is a third of the start of every command: they are not there (None, the
# import system's word for it) while it is loaded, unless somebody has loaded them before.
_UNWANTED = {"numpy", "pandas"} - sys.modules.keys()
sys.modules.update(dict.fromkeys(_UNWANTED))  # type: ignore[arg-type]
try:
    import sqlite_utils.db  # noqa: F401 (loaded for all that follow)
finally:
    for _name in _UNWANTED:
        del sys.modules[_name]
