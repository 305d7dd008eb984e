"""What commands say and the statuses they end with: 0 done, 1 the input is at fault, 2 usage."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

OK, FAULT, USAGE = 0, 1, 2


def say(text: str) -> None:
    """Say a line on stdout."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """Say a line on stderr."""
    sys.stderr.write(f"{text}\n")


def print_json(data: Any) -> None:
    """Print one JSON document and nothing else."""
    say(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))


def today() -> str:
    """Return the local date."""
    return dt.datetime.now().astimezone().date().isoformat()


def silent(_share: float, _what: str) -> None:
    """Tell nobody of the progress."""


def going_on() -> bool:
    """Say that nobody wants to stop."""
    return False
