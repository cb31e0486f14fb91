"""Secrets of an installation, and where the operating system keeps them.

One random master key opens everything; what is needed is derived from it (HKDF, RFC 5869). Where
it lies is one setting: a file readable by its owner (default, fit for demo and trial), a systemd
credential, the user's keyring, or DPAPI on Windows.
"""

import contextlib
import os
import secrets
import stat
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.domain.ids import CROCKFORD, crockford
from kiosk.store.errors import AlreadyExists, MissingKey, WrongKey
from kiosk.whole_file import sync_folder

__all__ = [
    "KEY_BYTES",
    "FileKeeper",
    "KeyKeeper",
    "KeyringKeeper",
    "Secrets",
    "SystemdKeeper",
    "new_master_key",
    "open_keeper",
    "recovery_text",
    "remember_keeper",
    "secrets_from_recovery_text",
]

KEY_BYTES = 32
_BODY = 52
_CHECK = CROCKFORD + "*~$=U"
_LOOK_ALIKES = str.maketrans("OIL", "011")


def new_master_key() -> bytes:
    """A fresh random master key."""
    return secrets.token_bytes(KEY_BYTES)


@dataclass(frozen=True)
class Secrets:
    """Keys derived from the master key. Never logged, never printed but on the recovery sheet."""

    master: bytes

    def __repr__(self) -> str:
        return "Secrets(…)"

    @cached_property
    def database_key(self) -> bytes:
        """SQLCipher raw key, 32 bytes."""
        return self._derive(b"database")

    @cached_property
    def index_key(self) -> bytes:
        """Key of the blind index over identity numbers, 32 bytes."""
        return self._derive(b"blind index")

    @cached_property
    def signing_key(self) -> Ed25519PrivateKey:
        """The station's (or hub's) Ed25519 key."""
        return Ed25519PrivateKey.from_private_bytes(self._derive(b"ed25519"))

    @property
    def public_key(self) -> bytes:
        """32 raw bytes of the public key."""
        return self.signing_key.public_key().public_bytes_raw()

    def derive(self, purpose: str) -> bytes:
        """A further 32-byte key for a named purpose."""
        return self._derive(purpose.encode())

    def _derive(self, purpose: bytes) -> bytes:
        info = b"gig-hall-kiosk/1 " + purpose
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self.master)


_KEEPER_NOTE = "keeper"


class KeyKeeper(Protocol):
    """Where the master key lies."""

    name: str

    def load(self) -> bytes:
        """The key. Raises MissingKey, WrongKey (not 32 bytes)."""

    def save(self, master: bytes) -> None:
        """Keep a new key. Raises AlreadyExists rather than overwrite one."""


class FileKeeper:
    """A file that only its owner can read; DPAPI-wrapped on Windows."""

    name = "file"

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes:
        """Read the key."""
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError as error:
            raise MissingKey(str(self._path)) from error
        if sys.platform == "win32":
            from kiosk.store.dpapi import unprotect  # noqa: PLC0415 (exists on Windows only)

            raw = unprotect(raw)
        elif stat.S_IMODE(self._path.stat().st_mode) & 0o077:
            self._path.chmod(0o600)
        return _checked(raw, str(self._path))

    def save(self, master: bytes) -> None:
        """Write the key durably, before the store that it opens exists."""
        if sys.platform == "win32":
            from kiosk.store.dpapi import protect  # noqa: PLC0415 (exists on Windows only)

            master = protect(master)
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise AlreadyExists(str(self._path)) from error
        with os.fdopen(handle, "wb") as file:
            file.write(master)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self._path.parent)


class SystemdKeeper:
    """A systemd credential (`LoadCredentialEncrypted=kiosk-key`), TPM-bound where there is one."""

    name = "systemd"
    _credential = "kiosk-key"

    def load(self) -> bytes:
        """Read the credential that systemd decrypted for this service."""
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        if not folder or not (Path(folder) / self._credential).is_file():
            raise MissingKey("systemd credential kiosk-key")
        return _checked((Path(folder) / self._credential).read_bytes(), "systemd credential")

    def save(self, _master: bytes) -> None:
        """systemd-creds makes the credential; a service cannot."""
        raise AlreadyExists("make it with: systemd-creds encrypt --name=kiosk-key")


class KeyringKeeper:
    """The user's keyring (Secret Service, KWallet, Keychain) through the `keyring` library."""

    name = "keyring"
    _service = "gig-hall-kiosk"

    def __init__(self, account: str) -> None:
        self._account = account

    def load(self) -> bytes:
        """Ask the keyring."""
        text = self._keyring().get_password(self._service, self._account)
        if text is None:
            raise MissingKey(f"keyring {self._service}/{self._account}")
        return _checked(bytes.fromhex(text), "keyring")

    def save(self, master: bytes) -> None:
        """Hand the key to the keyring."""
        ring = self._keyring()
        if ring.get_password(self._service, self._account) is not None:
            raise AlreadyExists(f"keyring {self._service}/{self._account}")
        ring.set_password(self._service, self._account, master.hex())

    @staticmethod
    def _keyring() -> Any:
        try:
            import keyring  # noqa: PLC0415 (optional)
        except ImportError as error:
            raise MissingKey("the library keyring is not installed") from error
        return keyring


def open_keeper(kind: str, data_dir: Path) -> KeyKeeper:
    """The keeper named in the settings: `file`, `systemd` or `keyring`.

    Empty stands for the one that `remember_keeper` noted in the directory, `file` where none was.
    """
    noted = data_dir / _KEEPER_NOTE
    if not kind and noted.is_file():
        kind = noted.read_text(encoding="utf-8").strip()
    if kind == "systemd":
        return SystemdKeeper()
    if kind == "keyring":
        return KeyringKeeper(str(data_dir.resolve()))
    return FileKeeper(data_dir / "master.key")


def remember_keeper(kind: str, data_dir: Path) -> None:
    """Note in a directory who keeps its key, for programs that do not read its settings."""
    (data_dir / _KEEPER_NOTE).write_text(kind + "\n", encoding="utf-8")


def recovery_text(master: bytes) -> str:
    """The master key for the recovery sheet: 52 Crockford characters in groups of four.

    The last character is Crockford's check symbol (number modulo 37): every single wrong
    character and every swap of neighbours is found.
    """
    body = crockford(master, _BODY)
    text = body + _CHECK[int.from_bytes(master, "big") % 37]
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def secrets_from_recovery_text(text: str) -> Secrets:
    """The secrets that a recovery sheet names.

    Raises:
        WrongKey: mistyped.
    """
    plain = text.upper().replace("-", "").replace(" ", "").translate(_LOOK_ALIKES)
    body = plain[:_BODY]
    number = 0
    with contextlib.suppress(ValueError):
        for letter in body:
            number = number * 32 + CROCKFORD.index(letter)
        is_checked = plain[_BODY:] == _CHECK[number % 37]
        if len(body) == _BODY and number < 1 << 256 and is_checked:
            return Secrets(number.to_bytes(KEY_BYTES, "big"))
    raise WrongKey("recovery text")


def _checked(raw: bytes, where: str) -> bytes:
    if len(raw) != KEY_BYTES:
        raise WrongKey(where)
    return raw
