"""What lies in a file for the authorities: an inventory on paper, parts for machines."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import msgspec

from kiosk.domain.complaint import Complaint
from kiosk.help_words import authority_text, evidence_text
from kiosk.i18n import _
from kiosk.printing.pdf.case_file import CaseFile, Section, write_case_file
from kiosk.printing.pdf.pages import Column
from kiosk.service.case_papers import complaint_paper, moment_text
from kiosk.service.complaint_views import dealings_of
from kiosk.service.evidence import Evidence
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.store.log import Writing

__all__ = ["Parcel", "handover_files", "plain_zip", "write_whole"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """About what it is, to whom it goes, under which number, and who hands it over."""

    subject: str
    to: str
    number: str
    by: str


def handover_files(
    site: Site, writing: Writing, parcel: Parcel, evidence: Evidence
) -> dict[str, bytes]:
    """Name → contents; the inventory lists all others with their hashes."""
    files = {
        f"{place:02d}-{evidence_text(item)}.json": msgspec.json.format(msgspec.json.encode(part))
        for place, (item, part) in enumerate(evidence.parts.items(), start=1)
    }
    state = writing.state(parcel.subject)
    if isinstance(state, Complaint) and "complaint" in evidence.parts:
        dealings = dealings_of(site, writing.applier, state)
        files[_("投诉办理单.pdf")] = _pdf(complaint_paper(site, state, dealings, parcel.by))
    inventory = _inventory(site, parcel, files)
    return {_("00-移送清单.pdf"): _pdf(inventory)} | files


def _inventory(site: Site, parcel: Parcel, files: Mapping[str, bytes]) -> CaseFile:
    hall = hall_view(site)
    rows = tuple(
        (name, str(len(data)), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    )
    return CaseFile(
        title=_("移送清单"),
        subtitle=f"{hall.name} · {parcel.number}",
        foot=_("{hall} · {who} 打印于 {at}").format(
            hall=hall.name, who=parcel.by, at=moment_text(site.now_ms())
        ),
        facts=(
            (_("移送给"), authority_text(parcel.to)),
            (_("移送单位"), hall.name),
            (_("联系电话"), hall.hotline),
            (_("经办人"), parcel.by),
            (_("时间"), moment_text(site.now_ms())),
        ),
        sections=(
            Section(
                _("材料"),
                (
                    Column(_("文件"), 2),
                    Column(_("字节"), 0.7, "right"),
                    Column(_("校验值 SHA-256"), 3),
                ),
                rows,
            ),
        ),
        signatures=(_("移送人"), _("接收人"), _("日期")),
    )


def _pdf(paper: CaseFile) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        write_case_file(paper, path)
        return path.read_bytes()


def plain_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive that anybody can open."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name and rename it when it is whole and on the disk."""
    draft = path.with_name(path.name + ".new")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
