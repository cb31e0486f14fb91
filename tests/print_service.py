"""A print service of the system: `lp` and `lpstat` as CUPS 2.4 has them, on a PATH of their own.

Words and exit codes are those of a real CUPS 2.4.2 with a PDF printer. What was printed lies under
`jobs`, one folder each; files are copied when `lp` runs, as CUPS does.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["PrintService"]

_SCRIPT = """#!{python}
import json, pathlib, shutil, sys, time
folder = pathlib.Path({folder!r})
state = json.loads((folder / "state.json").read_text())
printers, arguments = state["printers"], sys.argv[1:]

def fail(words):
    sys.stderr.write(words + "\\n")
    sys.exit(1)

if pathlib.Path(sys.argv[0]).name == "lpstat":
    if arguments == ["-r"]:
        print("scheduler is running" if state["runs"] else "scheduler is not running")
    elif arguments == ["-e"]:
        print("\\n".join(sorted(printers) if state["runs"] else ()))
    elif arguments == ["-d"]:
        name = state["default"]
        print("system default destination: " + name if name else "no system default destination")
    elif arguments[0] == "-p":
        if printers[arguments[1]] == "stopped":
            print(f"printer {{arguments[1]}} disabled since Tue Nov 24 18:29:11 2026 -")
            print("\\tPaper jam")
        else:
            print(f"printer {{arguments[1]}} is idle.  enabled since Tue Nov 24 18:29:11 2026")
    elif arguments[0] == "-a":
        refuses = printers[arguments[1]] == "rejects"
        print(arguments[1] + (" not" if refuses else "") + " accepting requests since Tue -")
    sys.exit(0)
if state["hangs"]:
    time.sleep(60)
name = arguments[arguments.index("-d") + 1] if "-d" in arguments else state["default"]
if not name:
    fail("lp: Error - No default destination.")
if name not in printers:
    fail("lp: Error - The printer or class does not exist.")
if printers[name] == "rejects" or state["full"]:
    fail(f'lp: Destination "{{name}}" is not accepting jobs.')
files = arguments[arguments.index("--") + 1 :]
number = len(list((folder / "jobs").iterdir())) + 1
job = folder / "jobs" / str(number)
job.mkdir()
for file in files:
    shutil.copy(file, job)
(job / "arguments.json").write_text(json.dumps(arguments[: arguments.index("--")]))
print(f"request id is {{name}}-{{number}} ({{len(files)}} file(s))")
"""


@dataclass(frozen=True)
class PrintService:
    """Printers by name: ready, stopped, rejects."""

    folder: Path

    @classmethod
    def on_path(cls, folder: Path, patch: pytest.MonkeyPatch, **printers: str) -> "PrintService":
        """Make it, and let it be the only one that is found."""
        bin_folder = folder / "bin"
        bin_folder.mkdir(parents=True)
        (folder / "jobs").mkdir()
        script = _SCRIPT.format(python=sys.executable, folder=str(folder))
        for name in ("lp", "lpstat"):
            path = bin_folder / name
            path.write_text(script)
            path.chmod(0o755)
        patch.setenv("PATH", str(bin_folder))
        made = cls(folder)
        made.set(printers=printers)
        return made

    def set(
        self,
        *,
        printers: dict[str, str],
        default: str = "",
        runs: bool = True,
        hangs: bool = False,
        full: bool = False,
    ) -> None:
        """Another state."""
        state = {
            "printers": printers,
            "default": default,
            "runs": runs,
            "hangs": hangs,
            "full": full,
        }
        (self.folder / "state.json").write_text(json.dumps(state))

    @property
    def jobs(self) -> list[list[str]]:
        """Names of the files of each job."""
        folders = sorted((self.folder / "jobs").iterdir(), key=lambda item: int(item.name))
        return [sorted(path.name for path in job.glob("*.pdf")) for job in folders]

    def arguments(self, job: int) -> list[str]:
        """What `lp` was given for a job, from 1."""
        words = (self.folder / "jobs" / str(job) / "arguments.json").read_text()
        return [str(word) for word in json.loads(words)]
