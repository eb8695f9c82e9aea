"""Files to one PDF, inside the worker process: the libraries that open them are loaded here and nowhere else."""

import ctypes
import errno
import functools
import logging
import os
import resource
import select
import signal
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from routes.web.intake import words
from routes.web.intake.kinds import kind_of, logo_kind_of
from routes.web.intake.outcome import Made, Unfit

MEMORY = 1 << 30  # bytes of address space, the same as for printing: a process can do both, one after the other
LARGEST = 128 << 20  # bytes of a written file
PR_SET_PDEATHSIG = 1  # of Linux’s prctl
NO_PLACE = {errno.ENOSPC, errno.EDQUOT}  # our trouble, not the family’s


def make(files: Sequence[Path], target: Path, before: Path | None) -> Made | str:
    """Write the document; the words of the refusal otherwise. Nothing of the files is in what is raised or said."""
    _set_limits()
    _die_with_the_portal()
    try:
        return _make(files, target, before)
    except Unfit as unfit:
        return unfit.words
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno in NO_PLACE:
            raise OSError(fault.errno, "no place for a document") from None
        return words.UNREADABLE


def draw_logo(file: Path) -> bytes | str:
    """The logo as a small PNG; the words of the refusal otherwise."""
    _set_limits()
    _die_with_the_portal()
    try:
        return _draw_logo(file)
    except Unfit as unfit:
        return unfit.words
    except Exception:  # nothing of the file is in what is said
        return words.DAMAGED_LOGO


def _draw_logo(file: Path) -> bytes:
    from routes.web.intake import logos

    return logos.draw(file, logo_kind_of(file))


@functools.cache
def _set_limits() -> None:
    """Once in the life of the process. No memory is left in a core file, and no library prints what it reads."""
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, LARGEST), (resource.RLIMIT_CORE, 0)):
        hardest = resource.getrlimit(limit)[1]
        lowest = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        resource.setrlimit(limit, (lowest, lowest))
    for library in ("pikepdf", "PIL", "pillow_heif"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    warnings.simplefilter("ignore")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # nobody reads from this pipe of anyio’s: a library in C could fill it, and wait for ever
    os.close(nowhere)


@functools.cache
def _die_with_the_portal() -> None:
    """A portal that is killed takes this process along: nothing writes on into the arrivals that the next one clears.

    One that had gone before that was asked for has left a pipe that nobody will write to.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    orders = select.poll()
    orders.register(0, 0)
    if any(event & select.POLLHUP for _, event in orders.poll(0)):
        os._exit(1)


def _make(files: Sequence[Path], target: Path, before: Path | None) -> Made:
    from routes.web.intake.document import Document

    with Document() as document:
        if before:
            document.append_pdf(before)
        for number, file in enumerate(files, 1):
            try:
                document.append(file, kind_of(file))
            except Unfit as unfit:
                raise words.of_file(number, len(files), unfit.words) from None
        return document.write(target)
