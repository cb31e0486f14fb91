"""The code on samples: as long as a real one, of no hall, so that every station refuses it."""

from __future__ import annotations

from uuid import UUID

from kiosk.domain.codes import CodeKind, build_code

__all__ = ["SAMPLE_CODE"]

SAMPLE_CODE = build_code(CodeKind.REFERRAL, "000000000", UUID(int=0), bytes(16))
