"""Settings: one TOML file, defaults that work, errors that name the key (docs/SETTINGS.md)."""

import re
import tomllib
from pathlib import Path

import msgspec
import platformdirs

from kiosk.domain.seats import MAX_SEATS
from kiosk.i18n import SOURCE_LANGUAGE, has_catalogue
from kiosk.printing.destination import parse_destination
from kiosk.printing.paper_printer import PaperPrinter
from kiosk.service.site import SiteRules

__all__ = [
    "SETTINGS_FILE",
    "CameraSettings",
    "CardReaderSettings",
    "DeskSettings",
    "HubSettings",
    "KeySettings",
    "PanelSettings",
    "PaperSettings",
    "PostingSettings",
    "PrinterSettings",
    "ReferralSettings",
    "ScannerSettings",
    "SessionSettings",
    "Settings",
    "SettingsError",
    "StationSettings",
    "SyncSettings",
    "VoiceSettings",
    "default_data_dir",
    "load_settings",
]

SETTINGS_FILE = "kiosk.toml"


class SettingsError(Exception):
    """The settings file cannot be used; the text names the file and the key."""


class _Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the sections: a key that is not known is an error, not silently without effect."""


class StationSettings(_Section, frozen=True):
    """[station]"""

    kind: str = "public"
    name: str = "自助机 1"
    language: str = "zh_CN"


class PanelSettings(_Section, frozen=True):
    """[panel] the touch panel. `px_per_mm` turns the design's millimetres into pixels."""

    width_px: int = 1080
    height_px: int = 1920
    px_per_mm: float = 4.03
    is_full_screen: bool = True


class PrinterSettings(_Section, frozen=True):
    """[printer] `destination` is empty for none; `width_dots` 384 (58 mm) or 576 (80 mm).

    `mode` text is for slow serial lines; `has_feeds`, `has_doubling` and `fence` are for clones
    that lack ESC J, GS v 0 mode 2 and 3, or one of the two confirmations.
    """

    destination: str = ""
    width_dots: int = 576
    mode: str = "picture"
    has_feeds: bool = True
    has_doubling: bool = True
    fence: str = "both"
    poll_interval_s: float = 1.5


class PaperSettings(_Section, frozen=True):
    """[paper] `printer`: queue of the system for A4; empty for its default one, or the only one."""

    printer: str = ""


class CardReaderSettings(_Section, frozen=True):
    """[card_reader] `port` is empty for none."""

    port: str = ""
    baud: int = 115_200


class ScannerSettings(_Section, frozen=True):
    """[scanner] `port` is empty for none, or one that types as a keyboard.

    `fields` is for card readers that type: a regular expression whose group `name` is the name.
    """

    port: str = ""
    baud: int = 9600
    fields: str = ""


class CameraSettings(_Section, frozen=True):
    """[camera] `device` is empty for none; `default`, a part of a name, file:PATH, folder:DIR."""

    device: str = ""


class SyncSettings(_Section, frozen=True):
    """[sync] how often an idle station asks its hub."""

    interval_s: float = 30.0
    timeout_s: float = 20.0


class KeySettings(_Section, frozen=True):
    """[keys] who keeps the master key: file, systemd, keyring."""

    keeper: str = "file"


class SessionSettings(_Section, frozen=True):
    """[session] seconds until a forgotten session is asked about, and wiped."""

    idle_s: float = 90.0
    idle_on_id_screens_s: float = 40.0
    countdown_s: float = 30.0
    slip_screen_s: float = 20.0
    shows_closed: bool = True


class DeskSettings(_Section, frozen=True):
    """[desk] seconds until the window of staff is locked, and until a locked one is wiped."""

    lock_s: float = 300.0
    wipe_s: float = 1_800.0


class VoiceSettings(_Section, frozen=True):
    """[voice] `system`: auto, off, or a part of the name of a voice of the system."""

    system: str = "auto"


class PostingSettings(_Section, frozen=True):
    """[posting]"""

    unverified_goes_live: bool = False
    headcount_limit: int = 999
    pay_limit_yuan: int = 50_000


class ReferralSettings(_Section, frozen=True):
    """[referral]"""

    minutes: int = 30
    open_per_seeker: int = 3


class HubSettings(_Section, frozen=True):
    """[hub] used by `kiosk hub serve` only."""

    code_minutes: int = 15


class Settings(_Section, frozen=True):
    """All settings."""

    station: StationSettings = StationSettings()
    panel: PanelSettings = PanelSettings()
    printer: PrinterSettings = PrinterSettings()
    paper: PaperSettings = PaperSettings()
    card_reader: CardReaderSettings = CardReaderSettings()
    scanner: ScannerSettings = ScannerSettings()
    camera: CameraSettings = CameraSettings()
    sync: SyncSettings = SyncSettings()
    keys: KeySettings = KeySettings()
    session: SessionSettings = SessionSettings()
    desk: DeskSettings = DeskSettings()
    voice: VoiceSettings = VoiceSettings()
    posting: PostingSettings = PostingSettings()
    referral: ReferralSettings = ReferralSettings()
    hub: HubSettings = HubSettings()

    def paper_printer(self) -> PaperPrinter:
        """The A4 printer of this machine; never the one that slips go to."""
        kind, _colon, queue = self.printer.destination.partition(":")
        is_queue = kind in {"cups", "windows"}
        return PaperPrinter(self.paper.printer, queue if is_queue else "")

    def site_rules(self) -> SiteRules:
        """The part that steers use cases."""
        return SiteRules(
            unverified_goes_live=self.posting.unverified_goes_live,
            referral_minutes=self.referral.minutes,
            open_referrals_per_seeker=self.referral.open_per_seeker,
            headcount_limit=self.posting.headcount_limit,
            pay_limit_cents=self.posting.pay_limit_yuan * 100,
            station_name=self.station.name,
        )


_CHOICES: dict[tuple[str, str], tuple[object, ...]] = {
    ("station", "kind"): ("public", "desk", "board"),
    ("printer", "width_dots"): (384, 576),
    ("printer", "mode"): ("picture", "text"),
    ("printer", "fence"): ("both", "process_id", "paper_sensor"),
    ("keys", "keeper"): ("file", "systemd", "keyring"),
}
# Least and most of each number; outside of it a station would not work, and nobody would see why.
_RANGES: dict[tuple[str, str], tuple[float, float]] = {
    ("panel", "width_px"): (480, 15_360),
    ("panel", "height_px"): (480, 15_360),
    ("panel", "px_per_mm"): (1, 40),
    ("printer", "poll_interval_s"): (0.1, 60),
    ("card_reader", "baud"): (300, 4_000_000),
    ("scanner", "baud"): (300, 4_000_000),
    ("sync", "interval_s"): (0.1, 3_600),
    ("sync", "timeout_s"): (0.1, 600),
    ("session", "idle_s"): (1, 3_600),
    ("session", "idle_on_id_screens_s"): (1, 3_600),
    ("session", "countdown_s"): (1, 600),
    ("session", "slip_screen_s"): (1, 600),
    ("desk", "lock_s"): (1, 86_400),
    ("desk", "wipe_s"): (1, 86_400),
    ("posting", "headcount_limit"): (1, MAX_SEATS),
    ("posting", "pay_limit_yuan"): (1, 10_000_000),
    ("referral", "minutes"): (1, 1_440),
    ("referral", "open_per_seeker"): (1, 100),
    ("hub", "code_minutes"): (1, 1_440),
}


def default_data_dir() -> Path:
    """Where data lie when no `--data` is given."""
    return Path(platformdirs.user_data_dir("gig-hall-kiosk", appauthor=False))


def load_settings(data_dir: Path) -> Settings:
    """Settings of a data directory; all defaults where it has no file.

    Raises:
        SettingsError: the file is no TOML, or a key is unknown, of the wrong type or out of range.
    """
    path = data_dir / SETTINGS_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    try:
        settings = msgspec.convert(tomllib.loads(text), Settings)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from error
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {_key_first(str(error))}") from error
    _check_values(path, settings)
    return settings


def _key_first(message: str) -> str:
    """msgspec ends with ` - at `$.printer.width_dots``; people look for the key first."""
    what, _, where = message.partition(" - at `$")
    key = where.rstrip("`").lstrip(".")
    return f"{key}: {what}" if key else what


def _check_values(path: Path, settings: Settings) -> None:
    for (section, key), allowed in _CHOICES.items():
        value = getattr(getattr(settings, section), key)
        if value not in allowed:
            words = ", ".join(map(str, allowed))
            raise SettingsError(f"{path}: {section}.{key}: {value!r} is none of {words}")
    try:
        re.compile(settings.scanner.fields)
    except re.error as error:
        raise SettingsError(f"{path}: scanner.fields: {error}") from error
    for (section, key), (least, most) in _RANGES.items():
        # Not a number compares false with everything.
        if not least <= getattr(getattr(settings, section), key) <= most:
            raise SettingsError(f"{path}: {section}.{key}: must be from {least} to {most:g}")
    language = settings.station.language
    if language != SOURCE_LANGUAGE and not has_catalogue(language):
        raise SettingsError(f"{path}: station.language: there are no texts in {language!r}")
    if settings.printer.destination:
        try:
            parse_destination(settings.printer.destination)
        except ValueError as error:
            raise SettingsError(f"{path}: printer.destination: {error}") from error
