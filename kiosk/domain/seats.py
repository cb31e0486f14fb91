"""Seats of a vacancy: a bounded counter by escrow (docs/PROTOCOL.md §5).

A station's free seats depend on its own events and on transfers to it only, never on what other
stations said of referrals. So nothing that arrives late can take a seat away that was free.
"""

import msgspec

__all__ = ["Seats"]


class Seats(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Who holds which seats. `held` counts per station what it holds, spent ones included."""

    minted: int = 0
    retired: int = 0
    held: dict[str, int] = msgspec.field(default_factory=dict)
    spent: dict[str, str] = msgspec.field(default_factory=dict)
    """Referral → the station that spent a seat on it."""
    grants: list[str] = msgspec.field(default_factory=list)
    """Requests already served: a grant that arrives twice counts once."""

    def mint(self, station: str, count: int) -> None:
        """The posting station makes seats."""
        self.minted += count
        self.held[station] = self.held.get(station, 0) + count

    def retire(self, station: str, count: int) -> None:
        """A holder takes its own seats out."""
        self.retired += count
        self.held[station] = self.held.get(station, 0) - count

    def transfer(self, giver: str, to: str, count: int, request: str) -> None:
        """A holder gives seats away, once per request."""
        if request in self.grants:
            return
        self.grants.append(request)
        self.held[giver] = self.held.get(giver, 0) - count
        self.held[to] = self.held.get(to, 0) + count

    def spend(self, station: str, referral: str) -> None:
        """One seat per referral, by the station that first says so."""
        self.spent.setdefault(referral, station)

    def take_back(self, station: str, referral: str) -> None:
        """Only the spender can take a seat back, once."""
        if self.spent.get(referral) == station:
            del self.spent[referral]

    def free(self, station: str) -> int:
        """Seats the station may still spend; negative where it spent without holding."""
        used = sum(1 for spender in self.spent.values() if spender == station)
        return self.held.get(station, 0) - used

    @property
    def total_free(self) -> int:
        """Seats nobody has spent or retired, over all holders."""
        return self.minted - self.retired - len(self.spent)

    @property
    def overflow(self) -> int:
        """Agreements beyond what their spenders held; staff decide on them."""
        return sum(max(0, -self.free(station)) for station in set(self.spent.values()))
