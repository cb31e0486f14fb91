"""TLS with a certificate authority of one's own: stations, the relay, and who is not believed."""

import datetime
import ipaddress
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from network import post, register, states
from synthetic import Stores

from kiosk.store.chain import Chain, write_chain
from kiosk.store.database import transaction
from kiosk.store.store import Store
from kiosk.sync.engine import sync_until_empty
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import HubServer, hub_stats, init_hub, new_code
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.parent import join_parent
from kiosk.sync.hub.relay import Relay

DAY = datetime.timedelta(days=1)


class Authority(NamedTuple):
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    file: Path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make_authority(folder: Path, name: str) -> Authority:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + 30 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(*(i in {0, 5, 6} for i in range(7)), False, False), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(key, certificate, file)


def make_server(
    folder: Path, by: Authority, address: str = "127.0.0.1", ends: datetime.timedelta = 7 * DAY
) -> tuple[Path, Path]:
    """PEM files of a certificate for an address, and of its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("hub"))
        .issuer_name(by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 3 * DAY)
        .not_valid_after(now + ends)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False
        )
        .sign(by.key, hashes.SHA256())
    )
    files = folder / "hub.pem", folder / "hub.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return make_authority(tmp_path, "authority")


def serve(folder: Path, files: tuple[Path, Path], hall: str = "hall-1") -> HubServer:
    if not folder.exists():
        init_hub(folder, hall, "第一零工市场", "350102")
    server = HubServer(folder, certificate=files[0], private_key=files[1])
    server.start()
    assert server.url.startswith("https://127.0.0.1:")
    return server


def fresh(stores: Stores) -> Store:
    store = stores.create("?")
    with transaction(store._db) as db:
        write_chain(db, Chain(store.chain().station, "", "?"))
    return store


def test_a_station_enrols_and_synchronises_over_tls(tmp_path, stores, authority):
    server = serve(tmp_path / "hub", make_server(tmp_path, authority))
    try:
        a, ca_file = fresh(stores), str(authority.file)
        enroll(a, server.url, new_code(tmp_path / "hub")[0], "public", ca_file=ca_file)
        people = register(a, 3)
        assert sync_until_empty(a, ca_file=ca_file).pushed == 3
        assert set(people) <= states(a).keys()
    finally:
        server.stop()


@pytest.mark.parametrize("case", ["no authority", "another authority", "another address", "ended"])
def test_who_cannot_show_the_right_certificate_is_told_nothing(tmp_path, stores, authority, case):
    address = "127.0.0.9" if case == "another address" else "127.0.0.1"
    ends = -DAY if case == "ended" else 7 * DAY
    server = serve(tmp_path / "hub", make_server(tmp_path, authority, address, ends))
    try:
        ca_file = {
            "no authority": "",
            "another authority": str(make_authority(tmp_path, "stranger").file),
        }.get(case, str(authority.file))
        a = fresh(stores)
        with pytest.raises(SyncError) as caught:
            enroll(a, server.url, new_code(tmp_path / "hub")[0], "public", ca_file=ca_file)
        assert caught.value.code == "tls_certificate"
        assert "certificate" in str(caught.value).lower()
        assert hub_stats(tmp_path / "hub")["stations"] == 0
    finally:
        server.stop()


def test_plain_http_gets_nothing_from_a_tls_hub(tmp_path, stores, authority):
    server = serve(tmp_path / "hub", make_server(tmp_path, authority))
    try:
        plain = server.url.replace("https", "http")
        with pytest.raises(SyncError):
            enroll(fresh(stores), plain, new_code(tmp_path / "hub")[0], "public")
    finally:
        server.stop()


def test_a_hub_joins_and_passes_on_over_tls_and_remembers_the_authority(
    tmp_path, stores, authority
):
    files = make_server(tmp_path, authority)
    above = serve(tmp_path / "city", files, "350100")
    below = HubServer(tmp_path / "hub")
    init_hub(tmp_path / "hub", "hall-1", "第一零工市场", "350102")
    below.start()
    try:
        with open_hub(tmp_path / "hub") as hub:
            join_parent(
                hub,
                above.url,
                new_code(tmp_path / "city", "hub")[0],
                ca_file=str(authority.file),
            )
        a = fresh(stores)
        enroll(a, below.url, new_code(tmp_path / "hub")[0], "public")
        vacancy = post(a)
        sync_until_empty(a)
        with open_hub(tmp_path / "hub") as hub:
            relay = Relay(hub)
            while relay.pass_on():
                pass
            relay.close()
        with open_hub(tmp_path / "city") as hub, hub.database.read() as connection:
            held = connection.exec_driver_sql("SELECT aggregate FROM events").scalars().all()
        assert vacancy in held
    finally:
        below.stop()
        above.stop()
