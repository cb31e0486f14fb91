"""Slips, a queue kept in memory, and the simulated printer."""

from __future__ import annotations

import os
import select
import socket
import threading
import tty
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from kiosk.domain.codes import CodeKind, build_code
from kiosk.printing.queue import Job, JobState
from kiosk.printing.simulated import SimulatedPrinter
from kiosk.printing.slip import PostingSlip, ReferralSlip, Row, SeekerSlip, TestSlip

RECORD_ID = UUID("019acb5c-0000-7000-8000-0000000000ab")
RIGHTS = ("不收押金，不扣证件，不收介绍费。", "没拿到工钱，打 12333")
ROWS = (
    Row("老板", "长沙顺和搬运 刘老板"),
    Row("电话", "136****7788"),
    Row("干什么", "卸瓷砖，两个人抬一箱"),
    Row("时间", "今天 7:30 到 17:30"),
    Row("地点", "高桥大市场 5 栋东门"),
    Row("结算", "日结，包中饭"),
)


class MemoryQueue:
    """A print queue that remembers every mark; wait_for_state() instead of sleeping."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = {job.id: job for job in jobs}
        self.marks: list[tuple[str, JobState, str]] = []
        self.changed = threading.Condition()

    def add(self, job: Job) -> None:
        with self.changed:
            self.jobs[job.id] = job

    def interrupted(self) -> list[Job]:
        with self.changed:
            states = (JobState.SENDING, JobState.SENT_UNCONFIRMED)
            return [job for job in self.jobs.values() if job.state in states]

    def claim_next(self) -> Job | None:
        with self.changed:
            jobs = self.jobs.values()
            return next((job for job in jobs if job.state is JobState.QUEUED), None)

    def mark(self, job_id: str, state: JobState, note: str) -> None:
        with self.changed:
            self.jobs[job_id] = replace(self.jobs[job_id], state=state)
            self.marks.append((job_id, state, note))
            self.changed.notify_all()

    def states(self, job_id: str) -> list[str]:
        with self.changed:
            return [state.value for job, state, _ in self.marks if job == job_id]

    def wait_for_state(self, job_id: str, state: JobState, timeout_s: float = 10) -> str:
        """The note of the job's latest mark, once it is in that state."""
        with self.changed:
            is_there = self.changed.wait_for(lambda: self.jobs[job_id].state is state, timeout_s)
            assert is_there, self.marks
            return [note for job, _, note in self.marks if job == job_id][-1]


@pytest.fixture
def queue_of():
    return MemoryQueue


@pytest.fixture
def referral() -> ReferralSlip:
    return ReferralSlip(
        hall_name="雨花区零工市场",
        number="A037",
        person="张师傅 尾号1234",
        issued_at="11月23日 6:42",
        trade="搬运卸货",
        pay_text="260 元/天",
        rows=ROWS,
        talk_at="B区 3号桌",
        board_bay="2号 7:30",
        plate="湘A D5X37",
        qr_payload=build_code(CodeKind.REFERRAL, "CSYH01", RECORD_ID, bytes(16)),
        reasons=("工种相同", "离这里近"),
        rights=RIGHTS,
        hotline="0731-8500 0123",
        station_name="自助机 1",
        short_code="K7QX-037",
    )


@pytest.fixture
def all_slips(referral):
    posting = PostingSlip(
        "雨花区零工市场", "B012", "长沙顺和搬运有限责任公司雨花分公司 刘老板", "11月23日 6:42",
        "钢筋绑扎工（高空作业）", "每平方米 35 元起", ROWS, "4821",
        build_code(CodeKind.POSTING, "CSYH01", RECORD_ID, bytes(16)),
        "0731-8500 0123", "自助机 1", "K7QX-012", "今天有效",
    )  # fmt: skip
    seeker = SeekerSlip(
        "雨花区零工市场", "A001", "张师傅 尾号1234", "11月23日 6:42", ("搬运卸货", "保洁"),
        build_code(CodeKind.SEEKER, "CSYH01", RECORD_ID, bytes(16)),
        RIGHTS, "0731-8500 0123", "自助机 1", "K7QX-001",
    )  # fmt: skip
    test = TestSlip("雨花区零工市场", "自助机 1", "11月23日 6:42", "tcp://10.0.0.9:9100", "0.1.0")
    return (referral, posting, seeker, test)


@pytest.fixture
def printer():
    with SimulatedPrinter() as simulated:
        yield simulated


class Cable:
    """A pseudo terminal whose far end is the simulated printer."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._printer = socket.create_connection((address.hostname, address.port))
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.port = os.ttyname(slave)
        self._slave = slave
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        """The device node vanishes."""
        if self._thread.is_alive():
            os.write(self._wake_write, b"x")
            self._thread.join(timeout=5)
            for descriptor in (self._slave, self._master, self._wake_read, self._wake_write):
                os.close(descriptor)
            self._printer.close()

    def _carry(self) -> None:
        ends = [self._master, self._printer, self._wake_read]
        while self._wake_read not in (ready := select.select(ends, [], [])[0]):
            if self._master in ready:
                self._printer.sendall(os.read(self._master, 4096))
            if self._printer in ready:
                os.write(self._master, self._printer.recv(4096))


@pytest.fixture
def cable(printer):
    connected = Cable(printer.url)
    yield connected
    connected.pull()
