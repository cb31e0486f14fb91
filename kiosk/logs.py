"""Program logs: one JSON object a line, and never a person's data."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog

__all__ = ["log_to_stderr", "set_up_logs"]

_FILE_BYTES = 2_000_000
_FILES_KEPT = 10


def log_to_stderr() -> None:
    """For a command: warnings on standard error, so that `--json` stays alone on standard output.

    structlog's own default writes everything to standard output.
    """
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
    )


def set_up_logs(data_dir: Path | None, *, verbose: bool = False) -> None:
    """Log to `logs/kiosk.log` of the data directory, or to standard error without one."""
    handler: logging.Handler
    if data_dir is None:
        handler = logging.StreamHandler(sys.stderr)
    else:
        folder = data_dir / "logs"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(
            folder / "kiosk.log", maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8"
        )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(ensure_ascii=False),
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    # These name URLs and headers at INFO; our own sync log says what matters.
    for noisy in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
