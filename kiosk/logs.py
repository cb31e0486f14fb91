"""Program logs: one JSON object a line, and never a person's data."""

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog
from structlog.typing import EventDict, WrappedLogger

__all__ = ["log_to_stderr", "place_of_error", "set_up_logs"]

_FILE_BYTES = 2_000_000
_FILES_KEPT = 10


def log_to_stderr() -> None:
    """For a command: warnings on standard error, so that `--json` stays alone on standard output.

    structlog's own default writes everything to standard output.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            place_of_error,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
    )


def place_of_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What kind of error, and where: never its text or a variable, which may quote a person."""
    error = event.pop("exc_info", None)
    if error is True or isinstance(error, tuple):
        error = sys.exc_info()[1] if error is True else error[1]
    places: list[str] = []
    while isinstance(error, BaseException):
        frames = reversed(traceback.extract_tb(error.__traceback__))
        where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
        code = getattr(error, "code", "")
        kind = f"{type(error).__name__} {code}" if isinstance(code, str) and code else ""
        places.append(f"{kind or type(error).__name__} at {where}")
        error = error.__cause__ or error.__context__
    if places:
        event["error_at"] = "; ".join(places)
    return event


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
                place_of_error,
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
            place_of_error,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
