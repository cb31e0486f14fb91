"""Connections that are written only: queues of the system (CUPS, Windows), files, nothing."""

from __future__ import annotations

import contextlib
from typing import Any

__all__ = ["FileConnection", "QueueConnection"]


class QueueConnection:
    """A print queue of the system (CUPS, Windows): takes a whole job, answers nothing."""

    def __init__(self, connector: Any) -> None:
        self._connector = connector
        connector.open()

    def write(self, data: bytes, timeout_s: float) -> None:  # noqa: ARG002  the queue takes all
        """Hand over bytes; OSError if they are refused."""
        try:
            self._connector._raw(data)
        except OSError:
            raise
        except Exception as error:  # pywintypes.error, SubprocessError: each library its own
            raise ConnectionError(str(error)) from error

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002
        """Nothing: it cannot answer."""
        return b""

    def end_job(self) -> None:
        """Let the queue have the job; OSError if it refuses it. The next write begins another."""
        process = self._connector._device
        try:
            self._connector.close()
        except OSError:
            raise
        except Exception as error:  # as in write()
            raise ConnectionError(str(error)) from error
        if getattr(process, "returncode", 0):
            raise ConnectionError(f"lp ended with {process.returncode}")

    def close(self) -> None:
        """Close without a job: the command behind a CUPS queue would print an empty one."""
        process = self._connector._device
        with contextlib.suppress(Exception):
            if hasattr(process, "kill"):
                process.kill()
                process.stdin.close()
                process.wait()
                self._connector.device = False
            else:
                self._connector.close()


class FileConnection:
    """A file, or nothing at all: written, never read."""

    def __init__(self, connector: Any) -> None:
        self._connector = connector
        if hasattr(connector, "devfile"):
            connector.open()

    def write(self, data: bytes, timeout_s: float) -> None:  # noqa: ARG002
        """Hand over bytes; OSError if they are refused."""
        self._connector._raw(data)

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002
        """Nothing: it cannot answer."""
        return b""

    def end_job(self) -> None:
        """Flush what was written."""
        flush = getattr(self._connector, "flush", None)
        if flush is not None:
            flush()

    def close(self) -> None:
        """Close; failures change nothing."""
        with contextlib.suppress(Exception):
            self._connector.close()
