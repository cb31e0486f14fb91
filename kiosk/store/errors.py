"""What can be wrong with a store. Each class is one situation with its own advice."""

__all__ = [
    "AlreadyExists",
    "DamagedStore",
    "DiskFull",
    "MissingKey",
    "MissingStore",
    "NewerSchema",
    "StoreError",
    "StoreHeld",
    "WrongKey",
]


class StoreError(Exception):
    """Base. `code` is stable, for programs and for the words on the screen."""

    code = "store"


class MissingStore(StoreError):
    """There is no store file at that path."""

    code = "missing_store"


class MissingKey(StoreError):
    """The store is there, its key is not."""

    code = "missing_key"


class WrongKey(StoreError):
    """The key does not open the file (or the file is no store)."""

    code = "wrong_key"


class DamagedStore(StoreError):
    """A page of the file cannot be read or does not carry its right check value."""

    code = "damaged_store"


class NewerSchema(StoreError):
    """A newer program wrote the file."""

    code = "newer_schema"


class DiskFull(StoreError):
    """There is no room to write; the change was rolled back."""

    code = "disk_full"


class StoreHeld(StoreError):
    """Another program holds the store."""

    code = "store_held"


class AlreadyExists(StoreError):
    """A store is there already; nothing is overwritten."""

    code = "already_exists"
