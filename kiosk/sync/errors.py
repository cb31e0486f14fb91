"""Why an exchange did not succeed. Every code has one meaning, on the screen and in the log."""

__all__ = ["NotEnrolled", "SyncError"]


class SyncError(Exception):
    """An exchange or enrolment failed; nothing was lost, and it may be tried again.

    Attributes:
        code: stable word. From the network: `unreachable`, `timeout`, `tls_certificate` (not
            believed: wrong clock, somebody in the middle), `not_a_hub` (no signed reply: captive
            portal, proxy, other server). From the hub, signed: the `code` of its
            problem reply. Found here: `insecure_url`, `bad_code`, `checksum`, `fork`, `bad_reply`,
            `other_hall`, `already_enrolled`, `unenrolled`, `hub_untrusted` (its certificates
            do not lead to the key that is believed, or were revoked, or ended).
        status: HTTP status of a signed problem, else 0.
        retry_after_s: how long the hub asks us to wait; 0 if it does not.
        counter: with `replayed`, the counter that the hub has seen last.
        protocols: with `outdated`, what the hub speaks.
        revocation: with `revoked`, the hub's signed word.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        status: int = 0,
        retry_after_s: float = 0.0,
        counter: int = 0,
        protocols: tuple[int, ...] = (),
        revocation: tuple[str, ...] = (),
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.status = status
        self.retry_after_s = retry_after_s
        self.counter = counter
        self.protocols = protocols
        self.revocation = revocation


class NotEnrolled(SyncError):
    """The station has no hub yet."""

    def __init__(self) -> None:
        super().__init__("unenrolled", "this station is not enrolled; ask for a code at the hub")
