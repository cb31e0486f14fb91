"""A hub in a process of its own, to be killed."""

import subprocess
import sys
from pathlib import Path

import httpx

SERVE = """
import os, sys
from pathlib import Path
from kiosk.sync.hub import HubServer
server = HubServer(Path(sys.argv[1]), port=int(sys.argv[2]))
server.listen()
print(server.url, flush=True)
# Nobody reads on: a full pipe would stop the hub at its next line of log.
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
server.run()
"""


class HubProcess:
    """A hub in a process of its own, always at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(self.folder), str(self.port)],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self._process.stdout.readline().strip()
        self.port = httpx.URL(self.url).port or 0

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
