"""Certificates from parent to hub to station: what is believed, and who is found out."""

import base64

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from network import BadNetwork, post, register
from tree import Tree, hall_of, rows

from kiosk.domain.events import StationEnrolled
from kiosk.store.trust import load_trust
from kiosk.sync import certificates
from kiosk.sync.bundle import export_bundle, import_answers
from kiosk.sync.certificates import BadCertificate, check_path, merged, sign_text
from kiosk.sync.engine import Engine
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import exchanging, init_hub, new_code, trust
from kiosk.sync.hub.bundles import import_bundle
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.parent import refused_above
from kiosk.sync.hub.stations import release_station, revoke_station
from kiosk.sync.hub.tables import CERTIFICATES
from kiosk.sync.protocol import Certificate, Revocation, Signed

DAY_MS = 86_400_000


class Path:
    """A root, a hub below it, a station below that; keys of fixed bytes."""

    def __init__(self) -> None:
        self.keys = {
            name: Ed25519PrivateKey.from_private_bytes(bytes([place]) * 32)
            for place, name in enumerate(("root", "hub", "station", "thief"), start=1)
        }
        self.root = self.sign("root", "root", "hub", issued=0)
        self.hub = self.sign("root", "hub", "hub", expires=50)
        self.station = self.sign("hub", "station", "public", hall="h1", expires=70)
        self.path = [self.station, self.hub, self.root]

    def raw(self, name: str) -> bytes:
        return self.keys[name].public_key().public_bytes_raw()

    def sign(self, by: str, who: str, kind: str, *, signer: str = "", **more: object) -> Signed:
        fields = {"epoch": 1, "hall": "", "letter": "A", "issued": 10} | more
        key = base64.b64encode(self.raw(who)).decode()
        made = Certificate(hub=by, station=who, kind=kind, public_key=key, **fields)
        return sign_text(made, self.keys[signer or by])

    def check(self, path: list[Signed] | None = None, **more: object) -> int:
        options = {
            "station": "station",
            "public_key": self.raw("station"),
            "anchor": self.raw("root"),
            "now_ms": 20,
            "hall": "h1",
            "issuer": self.raw("hub"),
        }
        return check_path(self.path if path is None else path, **(options | more))

    def refused(self, path: list[Signed] | None = None, **more: object) -> str:
        with pytest.raises(BadCertificate) as caught:
            self.check(path, **more)
        return caught.value.code

    def revocation(self, by: str, who: str, at: int, signer: str = "") -> Signed:
        found = Revocation(hub=by, station=who, reason="卖掉了", at=at)
        return sign_text(found, self.keys[signer or by])


@pytest.fixture
def made() -> Path:
    return Path()


def test_a_path_leads_to_the_anchor_and_says_when_it_ends(made: Path):
    assert made.check() == 50
    assert made.check(anchor=made.raw("hub")) == 70


def test_what_is_forged_expired_or_of_another_is_refused(made: Path):
    thief = made.sign("hub", "station", "public", hall="h1", signer="thief")
    assert made.refused([thief, made.hub, made.root]) == "forged"
    false_hub = made.sign("root", "hub", "hub", signer="thief")
    assert made.refused([made.station, false_hub, made.root]) == "forged"
    assert made.refused(now_ms=51) == "expired"
    assert made.refused(hall="h2") == "other_hall"
    assert made.refused(public_key=made.raw("thief")) == "other_key"
    assert made.refused(issuer=made.raw("thief")) == "other_key"
    assert made.refused(anchor=made.raw("thief")) == "no_anchor"
    assert made.refused([made.station, made.hub]) == "broken"
    assert made.refused([]) == "no_anchor"
    changed = Signed(made.station.text.replace("h1", "h2"), made.station.signature)
    assert made.refused([changed, made.hub, made.root], hall="h2") == "forged"
    assert made.refused([Signed("{", ""), made.hub, made.root]) == "broken"


def test_a_station_certifies_nobody(made: Path):
    by_station = made.sign("station", "thief", "public", hall="h1")
    path = [by_station, made.station, made.hub, made.root]
    told = {"station": "thief", "public_key": made.raw("thief"), "issuer": b""}
    assert made.refused(path, **told) == "broken"


def test_a_revocation_ends_what_was_issued_before_it(made: Path):
    revoked = made.revocation("root", "hub", 15)
    assert made.refused(revocations=[revoked]) == "revoked"
    later = made.sign("root", "hub", "hub", issued=16)
    assert made.check([made.station, later, made.root], revocations=[revoked]) == 70
    forged = made.revocation("root", "hub", 15, signer="thief")
    assert made.check(revocations=[forged]) == 50


def test_the_newest_revocation_is_kept_and_a_forged_one_never(made: Path):
    old, new = made.revocation("root", "hub", 15), made.revocation("root", "hub", 18)
    forged = made.revocation("root", "hub", 99, signer="thief")
    assert merged([new], [old, forged], made.path) == [new]
    assert merged([old], [new], made.path) == [new]
    assert merged([new], [], made.path) == [new]


# With real hubs and stations.


@pytest.fixture
def tree(tmp_path, stores, clock, new_database):
    made = Tree(tmp_path, clock, stores, new_database)
    made.add("province")
    made.add("city", "province")
    made.add("a", "city")
    made.come_to_rest()
    yield made
    made.close()


def trust_of(store):
    with store.read() as db:
        return load_trust(db)


def exchange(store) -> None:
    engine = Engine(store, transport=BadNetwork())
    try:
        engine.exchange()
    finally:
        engine.close()


def key_of(tree: Tree, name: str) -> bytes:
    with open_hub(tree.dirs[name]) as hub:
        return hub.keys.public_key


def test_a_station_believes_up_to_the_province(tree: Tree):
    a = tree.station("a")
    # The city's own certificate came to the hall's hub before it joined, or comes with an exchange.
    tree.come_to_rest()
    found = trust_of(a)
    names = [msgspec.json.decode(text)["hall"] for text, _ in found.path]
    assert names == [hall_of("a"), hall_of("city"), hall_of("province"), ""]
    assert found.anchor == key_of(tree, "province")
    assert found.fault == ""
    network = BadNetwork()
    engine = Engine(a, transport=network)
    engine.exchange()
    engine.close()
    assert len(network.seen) == 1


def test_a_hub_that_joins_later_hands_its_certificate_on(tmp_path, stores, clock, new_database):
    tree = Tree(tmp_path, clock, stores, new_database)
    try:
        tree.add("city")
        tree.add("a")
        a = tree.station("a")
        assert trust_of(a).anchor == key_of(tree, "a")
        tree.join("a", "city")
        tree.come_to_rest()
        assert trust_of(a).anchor == key_of(tree, "city")
    finally:
        tree.close()


def test_a_hub_cannot_step_out_from_below_its_parent(tree: Tree, monkeypatch):
    """It shows a path that ends with itself: the station goes on believing the province only."""
    a = tree.station("a")
    tree.come_to_rest()
    monkeypatch.setattr(trust, "hub_path", lambda _connection, hub: [trust._root(hub)])
    post(a)
    with pytest.raises(SyncError, match="no_anchor"):
        exchange(a)
    assert rows(a, "SELECT count(*) > 0 FROM outbox") == [(1,)]
    monkeypatch.undo()
    exchange(a)
    exchange(a)
    assert rows(a, "SELECT count(*) FROM outbox") == [(0,)]


@pytest.mark.parametrize("fault", ["forged", "other_hall", "expired"])
def test_a_false_certificate_is_found_and_nothing_is_told(tree: Tree, monkeypatch, fault):
    a = tree.station("a")
    tree.come_to_rest()
    real = exchanging.news_for

    def altered(connection, hub, row, _word):
        path, revocations = real(connection, hub, row, "")
        if fault == "forged":
            path[1] = Signed(path[1].text, path[0].signature)
            return path, revocations
        changes = {"hall": "430999001"} if fault == "other_hall" else {"expires": 1}
        own = msgspec.structs.replace(certificates.read_certificate(path[0].text), **changes)
        return [sign_text(own, hub.keys.signing_key), *path[1:]], revocations

    monkeypatch.setattr(exchanging, "news_for", altered)
    register(a)
    with pytest.raises(SyncError, match=fault):
        exchange(a)
    network = BadNetwork()
    engine = Engine(a, transport=network)
    with pytest.raises(SyncError, match=fault):
        engine.exchange()
    engine.close()
    assert rows(a, "SELECT count(*) FROM outbox") == [(1,)]
    monkeypatch.undo()
    tree.come_to_rest()
    assert rows(a, "SELECT count(*) FROM outbox") == [(0,)]


def test_a_hub_that_its_parent_revoked_is_left_by_its_stations(tree: Tree):
    a = tree.station("a")
    tree.come_to_rest()
    with open_hub(tree.dirs["a"]) as hub:
        name = hub.id
    tree.clock.ms += 1
    revoke_station(tree.dirs["city"], name, "被盗", clock=tree.clock)
    with pytest.raises(SyncError, match="revoked"):
        tree.pass_on("a")
    register(a)
    with pytest.raises(SyncError, match="hub_untrusted: revoked"):
        exchange(a)
    assert rows(a, "SELECT count(*) FROM outbox") == [(1,)]
    tree.clock.ms += 1
    release_station(tree.dirs["city"], name, clock=tree.clock)
    tree.pass_on("a")
    tree.come_to_rest()
    assert rows(a, "SELECT count(*) FROM outbox") == [(0,)]
    assert trust_of(a).fault == ""


def test_a_stick_of_a_revoked_hub_is_not_believed(tree: Tree):
    a = tree.station("a")
    tree.come_to_rest()
    with open_hub(tree.dirs["a"]) as hub:
        name = hub.id
    register(a)
    stick = tree.folder / "a.bundle"
    export_bundle(a, stick)
    tree.clock.ms += 1
    revoke_station(tree.dirs["city"], name, "被盗", clock=tree.clock)
    with pytest.raises(SyncError, match="revoked"):
        tree.pass_on("a")

    def answer(file: Path) -> Path:
        with open_hub(tree.dirs["a"], clock=tree.clock) as hub:
            import_bundle(hub, stick, file)
        return file

    with pytest.raises(SyncError, match="hub_untrusted: revoked"):
        import_answers(a, answer(tree.folder / "one.answer"))
    assert rows(a, "SELECT count(*) FROM outbox") == [(1,)]
    assert trust_of(a).fault == "revoked"
    tree.clock.ms += 1
    release_station(tree.dirs["city"], name, clock=tree.clock)
    tree.pass_on("a")
    assert import_answers(a, answer(tree.folder / "two.answer")).pushed == 1
    assert trust_of(a).fault == ""


def test_a_station_of_a_revoked_hub_may_go_to_another(tree: Tree):
    a = tree.station("a")
    register(a)
    tree.come_to_rest()
    with open_hub(tree.dirs["a"]) as hub:
        name = hub.id
    tree.add("b", "city")
    code = new_code(tree.dirs["b"], "public", clock=tree.clock)[0]
    with pytest.raises(SyncError, match="other_hall"):
        enroll(a, tree.servers["b"].url, code, "public", transport=BadNetwork())
    tree.clock.ms += 1
    revoke_station(tree.dirs["city"], name, "被盗", clock=tree.clock)
    with pytest.raises(SyncError, match="revoked"):
        tree.pass_on("a")
    with pytest.raises(SyncError, match="revoked"):
        exchange(a)

    tree.dirs["new"] = tree.folder / "hub-new"
    init_hub(tree.dirs["new"], hall_of("a"), "新机", database=tree.new_database(), clock=tree.clock)
    tree.start("new")
    tree.enroll(a, "new")
    tree.sync(a)
    station = a.chain().station
    assert sum(event.station == station for event in tree.events("new").values()) == 1


def test_a_certificate_is_renewed_before_it_ends(tree: Tree):
    a = tree.station("a")
    tree.come_to_rest()
    first = trust_of(a)
    tree.clock.ms += 31 * DAY_MS
    tree.come_to_rest()
    tree.come_to_rest()
    second = trust_of(a)
    assert second.ends == first.ends + 31 * DAY_MS
    assert second.fault == ""
    for store in tree.stations:
        assert rows(store, "SELECT count(*) FROM stations") == [(1,)]
    tree.verify()


def test_the_province_proves_a_stations_key_by_certificates(tree: Tree):
    a = tree.station("a")
    register(a)
    tree.come_to_rest()
    with open_hub(tree.dirs["province"]) as hub, hub.database.read() as connection:
        known = {row.station for row in connection.execute(CERTIFICATES.select())}
        station = a.chain().station
        assert station in known
        trust.require_proven(connection, hub, station, a.keys.public_key)
        with pytest.raises(BadCertificate, match="other_key"):
            trust.require_proven(connection, hub, station, bytes(32))


def test_the_middle_cannot_put_another_key_in_a_stations_place(tree: Tree):
    """The city makes up a station's new key, certified by itself: the first key stays."""
    a = tree.station("a")
    register(a)
    tree.come_to_rest()
    station, thief = a.chain().station, Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
    with open_hub(tree.dirs["city"], clock=tree.clock) as hub:
        key = base64.b64encode(thief.public_key().public_bytes_raw()).decode()
        fields = {"station": station, "hall": hall_of("a"), "kind": "public", "letter": "A"}
        own = Certificate(hub=hub.id, epoch=1, issued=hub.clock.now_ms(), public_key=key, **fields)
        signed = sign_text(own, hub.keys.signing_key)
        said = StationEnrolled(
            public_key=key, certificate=signed.text, signature=signed.signature, **fields
        )
        with hub.database.write() as connection:
            trust.announce(connection, hub, said)
    tree.pass_on("city")
    with open_hub(tree.dirs["province"]) as hub, hub.database.read() as connection:
        query = CERTIFICATES.select().where(CERTIFICATES.c.station == station)
        row = connection.execute(query).one()
        assert row.public_key == base64.b64encode(a.keys.public_key).decode()
    register(a)
    tree.come_to_rest()
    with open_hub(tree.dirs["city"]) as hub:
        assert refused_above(hub) == []
