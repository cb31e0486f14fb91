"""Errors that a hub answers with."""

from collections.abc import Sequence

__all__ = ["Problem"]


class Problem(Exception):
    """A request that is not carried out; becomes a signed problem reply.

    `counter` is told with `replayed` only, `revocation` with `revoked`; `retry_after_s` becomes the
    header Retry-After.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        counter: int = 0,
        retry_after_s: int = 0,
        revocation: Sequence[str] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.counter = counter
        self.retry_after_s = retry_after_s
        self.revocation = list(revocation)
