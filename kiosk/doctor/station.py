"""Checks of the station's store, keys and hub."""

import socket
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.config import Settings
from kiosk.domain.check import Check
from kiosk.i18n import _
from kiosk.station import RECOVERY_SHEET, open_station
from kiosk.store.enrolment import load_enrolment
from kiosk.store.errors import StoreError
from kiosk.store.places import STORE_FILE

__all__ = ["check_hub", "check_keys", "check_store"]

_HUB_PATIENCE_S = 3.0
_DEFAULT_PORTS = {"http": 80, "https": 443}


def check_store(data_dir: Path) -> Iterator[Check]:
    """Whether the store opens, and what it is; then its hub."""
    title = _("数据库")
    if not (data_dir / STORE_FILE).is_file():
        advice = _("还没有建。请运行 kiosk init 建一个。")
        yield Check("store", title, "red", _("没有"), advice)
        return
    try:
        station = open_station(data_dir)
    except StoreError as error:
        advice = _("打不开。不要删任何文件，照部署手册从备份恢复。")
        yield Check("store", title, "red", f"{error.code}: {error}", advice)
        return
    try:
        chain = station.store.chain()
        detail = _("机器 {station}，自己的记录 {count} 条").format(
            station=chain.station, count=chain.n
        )
        yield Check("store", title, "ok", detail)
        with station.store.read() as db:
            version = db.execute("SELECT sqlite_version()").fetchone()[0]
            cipher = db.execute("PRAGMA cipher_version").fetchone()[0]
            enrolment = load_enrolment(db)
        detail = f"{cipher}, SQLite {version} (system {sqlite3.sqlite_version})"
        yield Check("sqlcipher", _("加密"), "ok", detail)
        yield check_hub(enrolment.hub_url if enrolment else "")
    finally:
        station.close()


def check_keys(data_dir: Path, settings: Settings) -> Iterator[Check]:
    """Who keeps the master key, and whether the sheet for the safe still lies on the disk."""
    title = _("主密钥")
    if settings.keys.keeper == "file" and sys.platform != "win32":
        advice = _('演示和试用可以；正式用请设 keys.keeper = "systemd"。')
        yield Check("key", title, "warn", _("和数据放在一起"), advice)
    else:
        yield Check("key", title, "ok", settings.keys.keeper)
    if (data_dir / RECOVERY_SHEET).exists():
        advice = _("请打印出来锁进柜子，再删掉这个文件。")
        yield Check("recovery sheet", _("恢复单"), "warn", _("还在磁盘上"), advice)


def check_hub(url: str) -> Check:
    """Whether the hub's address takes a connection; a station works without."""
    title = _("上级平台")
    if not url:
        advice = _("还没有接入，照常能用。接入请运行 kiosk enroll 地址 接入码。")
        return Check("hub", title, "warn", _("没有接入"), advice)
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 443))
    try:
        socket.create_connection(address, timeout=_HUB_PATIENCE_S).close()
    except OSError as error:
        advice = _("连不上，照常能用，记录不会丢。请看网线和路由器，再问上级平台。")
        return Check("hub", title, "warn", f"{url}: {error}", advice)
    return Check("hub", title, "ok", url)
