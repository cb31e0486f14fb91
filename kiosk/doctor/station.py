"""Checks of the station's store, keys and hub."""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Settings
from kiosk.domain.check import Check
from kiosk.i18n import _
from kiosk.offline_words import offline_text
from kiosk.station import RECOVERY_SHEET, open_station
from kiosk.store.enrolment import load_enrolment
from kiosk.store.errors import StoreError
from kiosk.store.places import STORE_FILE
from kiosk.store.store import Store
from kiosk.store.trust import load_trust
from kiosk.sync.engine import Engine
from kiosk.sync.errors import SyncError

__all__ = ["check_hub", "check_keys", "check_store"]

_HUB_PATIENCE_S = 3.0


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
        detail = f"{cipher}, SQLite {version} (system {sqlite3.sqlite_version})"
        yield Check("sqlcipher", _("加密"), "ok", detail)
        yield check_hub(station.store)
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


def check_hub(store: Store) -> Check:
    """Whether the hub answers this station and takes it; a station works without."""
    title = _("上级平台")
    with store.read() as db:
        enrolment, trust = load_enrolment(db), load_trust(db)
    if enrolment is None:
        advice = _("还没有接入，照常能用。接入请运行 kiosk enroll 地址 接入码。")
        return Check("hub", title, "warn", _("没有接入"), advice)
    code, said = ("hub_untrusted", trust.fault) if trust.fault else _hub_says(store)
    if code:
        detail = f"{enrolment.hub_url}: {said}"
        return Check("hub", title, "warn", detail, offline_text(code))
    return Check("hub", title, "ok", enrolment.hub_url)


def _hub_says(store: Store) -> tuple[str, str]:
    """Ask as a running station does between exchanges, which writes nothing here or there.

    Returns:
        Code and words of what is wrong; empty where the hub would take what waits.
    """
    try:
        engine = Engine(store, timeout_s=_HUB_PATIENCE_S)
    except SyncError as error:
        return error.code, str(error)
    except OSError as error:
        # The file of the authority of its TLS certificate is gone.
        return "internal", str(error)
    try:
        engine.has_news()
    except SyncError as error:
        return error.code, str(error)
    finally:
        engine.close()
    return "", ""
