"""The doctor's look at what is plugged in; parts of a station are imported where they are used."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.config import CameraSettings, PanelSettings, Settings
from kiosk.devices.displays import Display
from kiosk.doctor.advice import printer_advice, printer_state_text
from kiosk.doctor.reports import DeviceReports
from kiosk.domain.check import Check
from kiosk.i18n import _
from kiosk.paper_words import paper_advice, paper_trouble_text
from kiosk.printing.paper_printer import PaperError
from kiosk.printing.status import UNKNOWN_STATUS, PrinterStatus

__all__ = [
    "check_camera",
    "check_inputs",
    "check_paper",
    "check_printer",
    "check_reader",
    "check_scanner",
    "check_screen",
    "find_devices",
]

_SIZE_TOLERANCE = 0.1


def check_printer(
    settings: Settings, holder: str = "", reports: DeviceReports | None = None
) -> Check:
    """Whether the configured printer can print.

    A printer that a running station holds is not asked: its answers are that station's.

    Args:
        settings: name the printer.
        holder: the program that runs on this data; empty for none.
        reports: what that program heard, where it is this one.
    """
    title, destination = _("打印机"), settings.printer.destination
    if not destination:
        advice = _(
            "没有设置。请用“找设备”（kiosk doctor --find）找到，再写进 printer.destination。"
        )
        return Check("printer", title, "warn", _("没有"), advice)
    from kiosk.printing.destination import parse_destination  # noqa: PLC0415
    from kiosk.printing.escpos import EscposPrinter  # noqa: PLC0415

    try:
        printer = EscposPrinter(parse_destination(destination))
    except ValueError as error:
        return Check("printer", title, "red", str(error), _("请改 printer.destination。"))
    if reports is not None:
        return _printer_check(destination, reports.printer or UNKNOWN_STATUS, printer.has_status)
    if holder:
        return _held("printer", title, destination, holder)
    try:
        status = printer.status()
    finally:
        printer.close()
    return _printer_check(destination, status, printer.has_status)


def _printer_check(destination: str, status: PrinterStatus, has_status: bool) -> Check:
    title = _("打印机")
    detail = f"{destination} · {printer_state_text(status.state)}"
    advice = printer_advice(status.state)
    if status.can_print:
        return Check("printer", title, "warn" if advice else "ok", detail, advice)
    if not has_status:
        return Check(
            "printer", title, "warn", detail, _("这种接法问不到状态。请打一张测试单看看。")
        )
    return Check("printer", title, "red", detail, advice)


def check_paper(settings: Settings) -> Check:
    """Which A4 printer the desk would print on, and whether it works."""
    title, state = _("A4 打印机"), settings.paper_printer().state()
    if state.trouble is None:
        return Check("paper printer", title, "ok", state.printer or _("系统的默认打印机"))
    detail = paper_trouble_text(PaperError(state.trouble, state.printer, state.detail))
    if settings.station.kind != "desk" and not settings.paper.printer:
        return Check("paper printer", title, "ok", _("{what}，服务台才用得着").format(what=detail))
    return Check("paper printer", title, "warn", detail, paper_advice(state.trouble))


def _held(name: str, title: str, port: str, holder: str) -> Check:
    detail = _("{port} · 正由 {program} 用着").format(port=port, program=holder)
    return Check(name, title, "warn", detail, _("没有去问，免得打断它。请在那个程序的屏幕上看。"))


def check_reader(
    settings: Settings, holder: str = "", reports: DeviceReports | None = None
) -> Check:
    """Whether the configured ID card reader answers; arguments as those of check_printer."""
    title, port = _("身份证读卡器"), settings.card_reader.port
    if not port:
        advice = _("没有设置。请用“找设备”（kiosk doctor --find）找到，再写进 card_reader.port。")
        return Check("card reader", title, "warn", _("没有"), advice)
    if (missing := _missing_port("card reader", title, port)) is not None:
        return missing
    if reports is not None:
        return _reader_check(port, is_answering=bool(reports.is_reader_ready))
    return _held("card reader", title, port, holder) if holder else _ask_reader(settings)


def _reader_check(port: str, *, is_answering: bool) -> Check:
    title = _("身份证读卡器")
    if is_answering:
        return Check("card reader", title, "ok", port)
    advice = _("请看读卡器的电源和线；波特率不对就用“找设备”再找一次。")
    return Check("card reader", title, "red", _("{port} 没有回答").format(port=port), advice)


def _ask_reader(settings: Settings) -> Check:
    from kiosk.devices.samv_reader import ReaderUnpluggedError, SamvReader  # noqa: PLC0415

    port = settings.card_reader.port
    try:
        reader = SamvReader(port, settings.card_reader.baud)
        try:
            return _reader_check(port, is_answering=reader.is_answering())
        finally:
            reader.close()
    except ReaderUnpluggedError as error:
        advice = _("请看线，再看有没有权限打开这个口。")
        return Check("card reader", _("身份证读卡器"), "red", f"{port}: {error}", advice)


def _missing_port(name: str, title: str, port: str) -> Check | None:
    """A port that is not there; Windows names its ports without a path."""
    if port.upper().startswith("COM") or Path(port).exists():
        return None
    advice = _("请把线插好；换过口，就把设置里的口也换掉。")
    return Check(name, title, "red", _("{port} 不见了").format(port=port), advice)


def check_scanner(settings: Settings, reports: DeviceReports | None = None) -> Check:
    """The serial scanner of the settings, else those that type as keyboards.

    A scanner only talks when it scans: whether its port is there is all that can be asked.
    """
    title, port = _("扫码枪"), settings.scanner.port
    if port:
        missing = _missing_port("scanner", title, port)
        if missing is None and reports is not None and reports.is_scanner_ready is False:
            return Check("scanner", title, "red", port, _("请看线，再看有没有权限打开这个口。"))
        return missing or Check("scanner", title, "ok", port)
    from kiosk.devices.discovery import input_devices  # noqa: PLC0415

    found = [f"{one.name} ({one.vendor_product})" for one in input_devices() if one.is_scanner]
    advice = _("当键盘用的扫码枪，名字里没有 scanner 的看不出来。请扫一张测试单试试。")
    return _listed("scanner", title, found, advice)


def check_camera(settings: CameraSettings, directory: Path = Path("/dev")) -> Check:
    """Whether the configured camera, or what stands in for it, is there."""
    from kiosk.devices.discovery import camera_names, cameras  # noqa: PLC0415

    title, device = _("摄像头"), settings.device
    kind, _colon, path = device.partition(":")
    if kind in ("file", "folder"):
        if Path(path).exists():
            return Check("camera", title, "ok", device)
        advice = _("代替摄像头的文件不见了。请改 camera.device。")
        return Check("camera", title, "red", _("{port} 不见了").format(port=device), advice)
    nodes = cameras(directory)
    if not device:
        return _listed("camera", title, nodes, _("没有也能用：扫码枪、读卡器、手输都行。"))
    named = [name for name in camera_names() if device in name]
    if nodes and (device == "default" or device in nodes or named):
        return Check("camera", title, "ok", ", ".join(named or nodes))
    advice = _("请看线，再看有没有权限打开 /dev/video*。")
    return Check("camera", title, "red", _("{port} 不见了").format(port=device), advice)


def check_screen(panel: PanelSettings, seen: Sequence[Display]) -> Check:
    """Whether a screen has the size that the settings say: all sizes on it are millimetres."""
    title = _("屏幕")
    told = f"{panel.width_px}×{panel.height_px}, {panel.px_per_mm:g} px/mm"
    if not seen:
        advice = _("问不到屏幕的尺寸。请用尺子量：1 厘米该有 {count} 个点。")
        return Check(
            "screen",
            title,
            "warn",
            _("设置是 {told}").format(told=told),
            advice.format(count=round(panel.px_per_mm * 10)),
        )
    shown = ", ".join(
        f"{one.connector} {one.width_px}×{one.height_px}"
        + (f", {one.px_per_mm:.2f} px/mm" if one.px_per_mm else "")
        for one in seen
    )
    if any(_fits(panel, one) for one in seen):
        return Check("screen", title, "ok", shown)
    best = seen[0]
    advice = _("和设置 {told} 对不上。请改 panel.width_px、height_px、px_per_mm。").format(
        told=told
    )
    if best.px_per_mm:
        advice += f" px_per_mm = {best.px_per_mm:.2f}"
    return Check("screen", title, "warn", shown, advice)


def _fits(panel: PanelSettings, seen: Display) -> bool:
    """A panel may be turned; a size it does not tell is not held against it."""
    sides = {seen.width_px, seen.height_px}
    is_sized = sides == {panel.width_px, panel.height_px}
    off = abs(seen.px_per_mm / panel.px_per_mm - 1) if seen.px_per_mm else 0.0
    return is_sized and off <= _SIZE_TOLERANCE


def check_inputs() -> Iterator[Check]:
    """Touch panel and sound as Linux lists them; nothing is red for it."""
    from kiosk.devices.discovery import input_devices, sound_cards  # noqa: PLC0415

    touch = [device.name for device in input_devices() if device.is_touch]
    yield _listed("touch panel", _("触摸屏"), touch, _("请看触摸屏的 USB 线。"))
    yield _listed("sound", _("喇叭"), sound_cards(), _("没有喇叭就不会朗读。请看音频线。"))


def _listed(name: str, title: str, found: Sequence[str], advice: str) -> Check:
    detail = ", ".join(found) or _("没看到")
    return Check(name, title, "ok" if found else "warn", detail, "" if found else advice)


def find_devices(busy_ports: frozenset[str] = frozenset()) -> Iterator[Check]:
    """Card readers and printers that answer, with what to write into kiosk.toml.

    Args:
        busy_ports: ports that a running station holds; they are left alone.
    """
    from kiosk.devices.discovery import find_card_reader, serial_ports  # noqa: PLC0415
    from kiosk.printing.discovery import find_printers  # noqa: PLC0415

    ports = [port for port in serial_ports() if port not in busy_ports]
    reader, title = find_card_reader(ports), _("找到的读卡器")
    if reader is None:
        looked = ", ".join(ports) or _("没有串口")
        advice = _("请看读卡器的电源和线。")
        yield Check(
            "found card reader", title, "warn", _("没有（{ports}）").format(ports=looked), advice
        )
    else:
        advice = f'card_reader.port = "{reader.port}", card_reader.baud = {reader.baud}'
        yield Check("found card reader", title, "ok", f"{reader.port} · {reader.baud}", advice)
    title = _("找到的打印机")
    printers = find_printers(port for port in ports if reader is None or port != reader.port)
    for printer in printers:
        detail = f"{printer.destination} · {printer_state_text(printer.status.state)}"
        advice = f'printer.destination = "{printer.destination}"'
        yield Check("found printer", title, "ok", detail, advice)
    if not printers:
        advice = _("网络打印机不会去找：按住走纸键开机，打出来的纸上有地址。")
        yield Check("found printer", title, "warn", _("没有"), advice)
