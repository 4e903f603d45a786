"""Where the command line meets the world: arguments in, exit code out, and no traceback in between."""

from __future__ import annotations

import io
import logging
import os
import sys
import uuid
import warnings
from collections.abc import Sequence
from pathlib import Path

from leopard_range.cli.parser import build_parser, language_of
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence, translator
from leopard_range.logs import PlaceFilter

__all__ = ["main"]

_log = logging.getLogger(__name__)

BAD_INPUT = 2
BUG = 1
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after the program's name; ``sys.argv`` when left out.

    Returns
    -------
    int
        0; 2 when the reader can mend what went wrong (one sentence on stderr);
        1 for a bug (a reference on stderr, the details in the log).

    Raises
    ------
    SystemExit
        With code 0, for ``--help`` and ``--version``.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    if not sys.warnoptions:
        # Libraries warn in words of their own; what matters to a reader is raised or noted.
        warnings.simplefilter("ignore")
    language = "en"
    try:
        language = language_of(words)
        try:
            wishes = build_parser(language).parse_args(words)
            wishes.run(wishes, language)
        finally:
            # What a closed pipe refuses must be known here, also after --help has ended the run.
            sys.stdout.flush()
    except LeopardRangeError as problem:
        print(sentence(problem, language), file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader closed the pipe (head, a pager): nothing went wrong, and nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - the edge: a bug becomes a reference, not a traceback
        _report_bug(language)
        return BUG
    return 0


def _speak_utf8() -> None:
    """Print names in every script, also where the terminal's own encoding has no letters for them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _report_bug(language: str) -> None:
    """Log the exception being handled under a reference, and print that reference."""
    _ = translator(language)
    reference = uuid.uuid4().hex[:8]
    log = _log_file()
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(log, encoding="utf-8")
        where = str(log)
    except OSError:
        handler, where = logging.StreamHandler(sys.stderr), "stderr"
    handler.addFilter(PlaceFilter())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.propagate = False
    _log.exception("reference %s", reference)
    _log.removeHandler(handler)
    handler.close()
    text = _("Something went wrong inside the program. Reference {reference}; the details are in {where}.")
    print(text.format(reference=reference, where=where), file=sys.stderr)


def _log_file() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "state") / "leopard-range" / "errors.log"
