"""What a busy station said after its commits, looked for in what is left of its store."""

from pathlib import Path

from synthetic import FakeClock

from kiosk.domain.envelope import verify_chain
from kiosk.store.keys import Secrets
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.store import Store
from kiosk.store.verify import verify_store

__all__ = ["KEYS", "check"]

KEYS = Secrets(b"m" * 32)


def check(path: Path, said: list[list[str]]) -> int:
    """Everything that was said is there; returns how many events there are."""
    store = Store(path, KEYS, FakeClock())
    try:
        with store.read() as db:
            tables = {"seeker": "seekers", "vacancy": "vacancies", "referral": "referrals"}
            for word, record, *number in said:
                if word in tables:
                    sql = f"SELECT number FROM {tables[word]} WHERE id = ?"
                else:
                    sql = f"SELECT status FROM referrals WHERE id = ? AND status = '{word}'"
                row = db.execute(sql, (record,)).fetchone()
                assert row is not None, (word, record)
                assert not number or row[0] == number[0]
            # A slip and its seat are of one transaction with what they tell.
            missing = db.execute(
                "SELECT count(*) FROM referrals WHERE id NOT IN (SELECT subject FROM print_jobs)"
            ).fetchone()
            assert missing == (0,)
            unseated = db.execute(
                "SELECT count(*) FROM referrals WHERE status = 'pending' OR "
                "(answer_seeker = 'agreed' AND answer_employer = 'agreed' AND spent_by = '')"
            ).fetchone()
            assert unseated == (0,)
            seatless = db.execute("SELECT count(*) FROM vacancies WHERE minted <> headcount")
            assert seatless.fetchone() == (0,)
            columns = ", ".join(EVENT_COLUMNS)
            rows = db.execute(f"SELECT {columns} FROM events ORDER BY n").fetchall()
            unsent = db.execute("SELECT count(*) FROM outbox").fetchone()
        chain = store.chain()
        assert verify_chain(map(event_of, rows)) == (chain.n, chain.head)
        assert unsent == (chain.n,)
        findings = verify_store(store).findings
        assert findings == (), findings
        return chain.n
    finally:
        store.close()
