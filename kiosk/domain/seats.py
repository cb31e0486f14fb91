"""Seats of a vacancy: a bounded counter by escrow (docs/PROTOCOL.md §5).

A station's free seats depend on its own events and on transfers to it only, never on what other
stations said of referrals. So nothing that arrives late can take a seat away that was free, but
for seats whose lease is over: those the giver takes back, and what was spent on them all the same
is overflow.
"""

import msgspec

__all__ = ["MAX_SEATS", "SeatGrant", "SeatRequest", "Seats", "grant_key"]

MAX_SEATS = 9_999
"""Largest number of seats that one event moves; another number has no effect."""


class SeatRequest(msgspec.Struct, frozen=True, array_like=True):
    """A station asks a holder."""

    station: str
    holder: str
    count: int
    purpose: str


class SeatGrant(msgspec.Struct, array_like=True):
    """Seats given for one request; `back` of them were returned or taken back."""

    giver: str
    to: str
    count: int
    lease_until: int = 0
    back: int = 0

    @property
    def left(self) -> int:
        """Seats of the grant that stayed with the receiver, spent ones included."""
        return self.count - self.back


def grant_key(giver: str, request: str) -> str:
    """The name of a grant. Two givers that serve one request make two grants: each paid for its
    own, so the order in which they become known takes nothing away from the receiver."""
    return f"{giver}/{request}"


class Seats(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Who holds which seats. `held` counts per station what it holds, spent ones included."""

    minted: int = 0
    retired: int = 0
    held: dict[str, int] = msgspec.field(default_factory=dict)
    spent: dict[str, str] = msgspec.field(default_factory=dict)
    """Referral → the station that spent a seat on it."""
    grants: dict[str, SeatGrant] = msgspec.field(default_factory=dict)
    """Requests already served, by `grant_key`: a grant that arrives twice counts once."""
    requests: dict[str, SeatRequest] = msgspec.field(default_factory=dict)
    """Requests that their holder has not answered."""
    declined: list[str] = msgspec.field(default_factory=list)

    def mint(self, station: str, count: int) -> None:
        """The posting station makes seats."""
        if _is_count(count):
            self.minted += count
            self._move("", station, count)

    def retire(self, station: str, count: int) -> None:
        """A holder takes its own seats out."""
        if _is_count(count):
            self.retired += count
            self._move(station, "", count)

    def ask(self, request: str, asked: SeatRequest) -> None:
        """Note a request, unless its answer stands already."""
        key = grant_key(asked.holder, request)
        if _is_count(asked.count) and key not in self.grants and key not in self.declined:
            self.requests.setdefault(request, asked)

    def decline(self, holder: str, request: str) -> None:
        """The holder that was asked has none."""
        key = grant_key(holder, request)
        if key not in self.grants and key not in self.declined:
            self.declined.append(key)
            self._answered(holder, request)

    def transfer(
        self,
        giver: str,
        to: str,
        count: int,
        request: str,
        *,
        lease_until: int = 0,
        returns: str = "",
    ) -> None:
        """A holder gives seats away, once per request; or gives seats of a grant back."""
        key = grant_key(giver, request)
        if key in self.grants or not _is_count(count):
            return
        if returns:
            # Never more than the grant: its giver may have taken it back already.
            count = self._come_back(self.grants.get(grant_key(to, returns)), giver, count)
        self.grants[key] = SeatGrant(giver, to, count, 0 if returns else lease_until)
        if returns:
            self.grants[key].back = count
        self._answered(giver, request)
        self._move(giver, to, count)

    def reclaim(self, giver: str, request: str, count: int) -> None:
        """The giver takes seats of its own grant back; never more than the grant, in all."""
        grant = self.grants.get(grant_key(giver, request))
        if grant is not None and grant.lease_until and _is_count(count):
            self._move(grant.to, giver, self._come_back(grant, grant.to, count))

    def spend(self, station: str, referral: str) -> None:
        """One seat per referral, by the station that first says so."""
        self.spent.setdefault(referral, station)

    def take_back(self, station: str, referral: str) -> None:
        """Only the spender can take a seat back, once."""
        if self.spent.get(referral) == station:
            del self.spent[referral]

    def free(self, station: str) -> int:
        """Seats the station holds unspent; negative where it spent without holding."""
        used = sum(1 for spender in self.spent.values() if spender == station)
        return self.held.get(station, 0) - used

    def spendable(self, station: str, now_ms: int, *, is_time_trusted: bool = True) -> int:
        """Seats the station may spend now: free, and not of a lease that is over.

        Without trusted time every lease counts as over.
        """
        over = sum(
            left
            for key, left in self.unspent_leases(station)
            if not is_time_trusted or self.grants[key].lease_until <= now_ms
        )
        return max(0, self.free(station) - over)

    def own_free(self, station: str) -> int:
        """Free seats that are not on lease: those may be given on."""
        return max(0, self.free(station) - sum(left for _, left in self.unspent_leases(station)))

    def reclaimable(self, giver: str, before_ms: int) -> dict[str, int]:
        """Request → unspent seats of the giver's grants whose lease ended before a moment."""
        receivers = {grant.to for grant in self.grants.values() if grant.giver == giver}
        return {
            key.partition("/")[2]: left
            for station in sorted(receivers)
            for key, left in self.unspent_leases(station)
            if left and self.grants[key].giver == giver and self.grants[key].lease_until < before_ms
        }

    def unspent_leases(self, station: str) -> list[tuple[str, int]]:
        """Keys of a station's leased grants, the last to end first, with what is unspent of each.

        Spendings count against own seats first, then against the lease that ends last. So giver
        and receiver come to the same figures, and one that is over is not freed by a later spend.
        """
        leased = [
            (key, grant)
            for key, grant in sorted(self.grants.items())
            if grant.to == station and grant.lease_until and grant.left
        ]
        own = self.held.get(station, 0) - sum(grant.left for _, grant in leased)
        used = sum(1 for spender in self.spent.values() if spender == station) - max(0, own)
        unspent = []
        for key, grant in sorted(leased, key=lambda item: -item[1].lease_until):
            taken = min(max(0, used), grant.left)
            used -= taken
            unspent.append((key, grant.left - taken))
        return unspent

    @property
    def total_free(self) -> int:
        """Seats nobody has spent or retired, over all holders."""
        return self.minted - self.retired - len(self.spent)

    @property
    def overflow(self) -> int:
        """Agreements and grants beyond what their stations held; staff decide on them."""
        return sum(max(0, -self.free(station)) for station in {*self.held, *self.spent.values()})

    def _come_back(self, grant: SeatGrant | None, receiver: str, count: int) -> int:
        if grant is None or grant.to != receiver:
            return 0
        coming = min(count, grant.left)
        grant.back += coming
        return coming

    def _answered(self, holder: str, request: str) -> None:
        asked = self.requests.get(request)
        if asked is not None and asked.holder == holder:
            del self.requests[request]

    def _move(self, giver: str, to: str, count: int) -> None:
        if giver:
            self.held[giver] = self.held.get(giver, 0) - count
        if to:
            self.held[to] = self.held.get(to, 0) + count


def _is_count(count: int) -> bool:
    return 0 < count <= MAX_SEATS
