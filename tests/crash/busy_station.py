"""A station in a hurry, to be killed: registers, posts, refers, agrees; prints what is committed.

    python busy_station.py STORE FIRST [sync]

With `sync` (an enrolled store) it synchronises meanwhile, as a running station does.
Each line on standard output names something whose transaction has returned.
"""

import sys
import time
from pathlib import Path

from synthetic import Stores, household, posting, seeker

from kiosk.domain.referral import Side
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.follow_ups import after_delivery
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.store.keys import Secrets
from kiosk.store.store import Store
from kiosk.sync.backoff import Backoff
from kiosk.sync.loop import SyncLoop


class SystemClock:
    """The real time: a killed program starts again later."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000


def main(path: Path, first: int, *, is_syncing: bool) -> None:
    site = Stores.site_on(Store(path, Secrets(b"m" * 32), SystemClock()))
    if is_syncing:
        backoff = Backoff(first_s=0.05, most_s=0.2)
        SyncLoop(
            site.store, after_delivery=after_delivery, interval_s=0.05, backoff=backoff
        ).start()
    say("ready", "-")
    employer = register_employer(site, household(900)).id
    for index in range(first, first + 100_000):
        person = register_seeker(site, seeker(index))
        say("seeker", person.seeker.id)
        vacancy = post_vacancy(site, posting(site, employer, headcount=1)).vacancy
        say("vacancy", vacancy.id)
        referral = refer(site, person.seeker.id, vacancy.id).referral
        say("referral", referral.id, referral.number)
        for side in Side:
            done = agree(site, referral.id, side, "station")
        say(done.referral.status, referral.id)


def say(*words: str) -> None:
    """One write per line, so that a kill cannot split it from what it tells."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), is_syncing="sync" in sys.argv[3:])
