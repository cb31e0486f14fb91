"""The station's own chain: who it is, and the last header it wrote."""

from dataclasses import dataclass, replace

from sqlite_utils import Database

from kiosk.store.errors import DamagedStore

__all__ = ["Chain", "read_chain", "write_chain"]


@dataclass(frozen=True, slots=True)
class Chain:
    """Identity and chain head. `stamp` is the last stamp given or seen; `letter` numbers slips."""

    station: str
    hall: str
    letter: str
    epoch: int = 1
    n: int = 0
    head: str = ""
    stamp: int = 0

    def after(self, n: int, head: str, stamp: int) -> "Chain":
        """The chain after one more event."""
        return replace(self, n=n, head=head, stamp=stamp)


def read_chain(db: Database) -> Chain:
    """The chain as committed, read anew in each transaction: another program may have written.

    Raises:
        DamagedStore: the identity rows are not there.
    """
    rows = dict(
        db.execute("SELECT key, value FROM meta WHERE key LIKE 'chain.%'").fetchall(),
    )
    try:
        return Chain(
            station=rows["chain.station"],
            hall=rows["chain.hall"],
            letter=rows["chain.letter"],
            epoch=int(rows["chain.epoch"]),
            n=int(rows["chain.n"]),
            head=rows["chain.head"],
            stamp=int(rows["chain.stamp"]),
        )
    except KeyError as error:
        raise DamagedStore(f"no {error.args[0]}") from error


def write_chain(db: Database, chain: Chain) -> None:
    """Write the chain back, in the transaction of its events."""
    db.conn.executemany(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [(f"chain.{name}", str(getattr(chain, name))) for name in Chain.__dataclass_fields__],
    )
