"""Documents on A4 through the print service of the system: CUPS (UOS, Kylin, Debian) or Windows.

What CUPS 2.4 does was tried on a real one: a printer that was stopped takes every job and says
nothing, so it is asked beforehand; one that takes no jobs, a printer that is not there and no
printer at all make `lp` end with 1 and a sentence.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.printing.windows_paper import print_on_windows

__all__ = ["PaperError", "PaperPrinter", "PaperState", "PaperTrouble"]

_PATIENCE_S = 15.0
_DEFAULT = re.compile(r"system default destination: (\S+)")


class PaperTrouble(StrEnum):
    """Why nothing can be printed."""

    NO_SERVICE = "no_service"
    """The system has no print service, or it does not run."""
    NO_PRINTER = "no_printer"
    """No printer is set up, or none but the one for slips."""
    WHICH_ONE = "which_one"
    """There are several, and none is the default one."""
    UNKNOWN_PRINTER = "unknown_printer"
    """The one of the settings is not there."""
    STOPPED = "stopped"
    """It was stopped, by the system after a fault or by somebody: jobs would wait unseen."""
    NOT_ACCEPTING = "not_accepting"
    """It takes no jobs."""
    REFUSED = "refused"
    """The print service did not take this one."""
    SILENT = "silent"
    """The print service did not answer; whether it has the job is not known."""


class PaperError(Exception):
    """Nothing was handed over. `printer` may be empty; `detail` is the system's own word."""

    def __init__(self, trouble: PaperTrouble, printer: str = "", detail: str = "") -> None:
        super().__init__(trouble, printer, detail)
        self.trouble, self.printer, self.detail = trouble, printer, detail


@dataclass(frozen=True, slots=True)
class PaperState:
    """The printer that would be used, and why it cannot be; None where nothing is known
    against it."""

    printer: str
    trouble: PaperTrouble | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PaperPrinter:
    """The A4 printer of a machine. Each method waits for other programs: never on the screen's
    thread.

    Attributes:
        wanted: name of the printer; empty for the system's default one, or the only one.
        of_slips: queue that slips go to, which is none for A4; empty for none.
    """

    wanted: str = ""
    of_slips: str = ""

    def state(self) -> PaperState:
        """Which printer it would be, and how it is."""
        if sys.platform == "win32":
            return PaperState(self.wanted)
        try:
            printer = self._choose()
            self._require_working(printer)
        except PaperError as error:
            return PaperState(error.printer, error.trouble, error.detail)
        return PaperState(printer)

    def print_files(self, files: Sequence[Path], title: str) -> str:
        """Hand over PDF files as one job; returns the printer's name, empty where it is unknown.

        The files are there whole before this is called, and stay: whatever goes wrong here, nothing
        is lost. That the print service has the job does not say that paper came out.

        Raises:
            PaperError: it was not handed over, or (`SILENT`) nobody knows.
        """
        if sys.platform == "win32":
            return _on_windows(files, self.wanted)
        printer = self._choose()
        self._require_working(printer)
        names = [str(path) for path in files]
        done = _run("lp", "-d", printer, "-o", "media=A4", "-t", title, "--", *names)
        if done.returncode:
            raise PaperError(_trouble_of(done.stderr), printer, done.stderr.strip())
        return printer

    def _choose(self) -> str:
        known = [line.strip() for line in _run("lpstat", "-e").stdout.splitlines() if line.strip()]
        if not known:
            said = _run("lpstat", "-r").stdout.strip()
            if "not running" in said:
                raise PaperError(PaperTrouble.NO_SERVICE, "", said)
        if self.wanted:
            if self.wanted not in known:
                raise PaperError(PaperTrouble.UNKNOWN_PRINTER, self.wanted, ", ".join(known))
            return self.wanted
        return self._default([name for name in known if name != self.of_slips])

    def _default(self, fit: Sequence[str]) -> str:
        if not fit:
            raise PaperError(PaperTrouble.NO_PRINTER)
        found = _DEFAULT.search(_run("lpstat", "-d").stdout)
        if found is not None and found[1] in fit:
            return found[1]
        if len(fit) > 1:
            raise PaperError(PaperTrouble.WHICH_ONE, "", ", ".join(fit))
        return fit[0]

    def _require_working(self, printer: str) -> None:
        """A printer of the network that was never used here has no state yet: it may."""
        said = _run("lpstat", "-p", printer).stdout
        if f"printer {printer} disabled" in said:
            raise PaperError(PaperTrouble.STOPPED, printer, _reason(said))
        said = _run("lpstat", "-a", printer).stdout
        if f"{printer} not accepting" in said:
            raise PaperError(PaperTrouble.NOT_ACCEPTING, printer, _reason(said))


def _on_windows(files: Sequence[Path], wanted: str) -> str:
    try:
        print_on_windows(files, wanted)
    except OSError as error:
        raise PaperError(PaperTrouble.REFUSED, wanted, str(error)) from error
    return wanted


def _run(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of CUPS, in English: its words are read."""
    path = shutil.which(command)
    if path is None:
        raise PaperError(PaperTrouble.NO_SERVICE, "", command)
    try:
        return subprocess.run(  # noqa: S603  a command of the system; names stand behind --
            [path, *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise PaperError(PaperTrouble.SILENT, "", command) from error
    except OSError as error:
        raise PaperError(PaperTrouble.NO_SERVICE, "", str(error)) from error


def _trouble_of(said: str) -> PaperTrouble:
    words = said.lower()
    if "default destination" in words or "no destinations" in words:
        return PaperTrouble.NO_PRINTER
    if "does not exist" in words:
        return PaperTrouble.UNKNOWN_PRINTER
    if "not accepting" in words:
        return PaperTrouble.NOT_ACCEPTING
    return PaperTrouble.REFUSED


def _reason(said: str) -> str:
    """lpstat writes why below the printer's line; `reason unknown` is no reason."""
    lines = [line.strip() for line in said.splitlines()[1:]]
    return "; ".join(line for line in lines if line and line.lower() != "reason unknown")
