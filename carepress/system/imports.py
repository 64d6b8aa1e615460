"""Start-up: what a build imports comes in half the time.

Staff wait for the imports before the first page is made. Much of that time is spent on what no page needs: looking for
system libraries with a compiler, looking for garbage where there is none. Each is a trick here, and each can be turned
off.

In:   the environment variable CAREPRESS_DISABLE: the names of tricks to leave out, with commas between, or `all`.
Out:  quick_imports(), to put around the first import of the heavy libraries; quiet_collector(), around one document,
      and sweep() after it.
Never: changes a page, or a file of a library. Everything is put back as it was, also where an import fails.
"""

from __future__ import annotations

import ctypes.util
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType

from carepress.system.doctor import loads
from carepress.system.packages import LIBRARIES

DISABLE_VARIABLE = "CAREPRESS_DISABLE"
HEAVY = "weasyprint"  # once it is imported there is nothing left to quicken

SONAMES = {names[-1]: names[0] for names in LIBRARIES.values()}
SONAMES["harfbuzz-vector"] = "libharfbuzz-vector.so.0"  # WeasyPrint asks for it, too, and most computers lack it


class MissingRequirement(Exception):  # noqa: N818 - a lack of the machine's
    """This computer lacks something. Its text says what to do; without one, the doctor does."""


@contextmanager
def heavy_imports() -> Iterator[None]:
    """To be put around imports of the heavy modules. Raises Lacking where the system has not what they need."""
    try:
        with quick_imports():
            yield
    except OSError as fault:
        raise MissingRequirement from fault


@contextmanager
def quick_imports() -> Iterator[None]:
    """What is imported for the first time inside comes quickly. Exceptions pass through."""
    with ExitStack() as tricks:
        if HEAVY not in sys.modules:
            for name, trick in OPTIMISATIONS.items():
                if not is_disabled(name):
                    tricks.enter_context(trick())
        yield


@contextmanager
def paused_garbage_collection() -> Iterator[None]:
    """No search for garbage while one document is made: `sweep` does it, when nobody waits."""
    was_on = gc.isenabled()
    if not is_disabled("gc"):
        gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_garbage() -> None:
    """Take away the garbage of the last document."""
    gc.collect()


def is_disabled(trick: str) -> bool:
    """Whether a trick is turned off."""
    return not {trick, "all"}.isdisjoint(os.environ.get(DISABLE_VARIABLE, "").replace(" ", "").split(","))


@contextmanager
def _frozen() -> Iterator[None]:
    """Imported modules are no garbage: they are not searched for it now, nor ever after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _sonames() -> Iterator[None]:
    """System libraries are asked for by the names under which Linux knows them, without ldconfig, gcc and ld."""
    if not sys.platform.startswith("linux"):
        yield
        return
    stock = ctypes.util.find_library
    with _swapped(ctypes.util, find_library=lambda name: _soname(name, stock)):
        yield


def _soname(name: str, stock: Callable[[str], str | None]) -> str | None:
    """The file of a library. What does not load is looked for in the stock way, once for all spellings of its name."""
    bare = name[3:] if name.startswith("lib") else name
    known = next((known for known in SONAMES if bare.startswith(known) and _ends(bare[len(known) :])), "")
    if known and loads(SONAMES[known]):
        return SONAMES[known]
    return None if known and name != known else stock(name)


def _ends(rest: str) -> bool:
    """Whether no more than a version and an ending follow the name of a library: it is no other's, as harfbuzz-icu."""
    return rest.strip("-.0123456789") in {"", "so", "dylib", "dll"}


@contextmanager
def _swapped(module: ModuleType, **stand_ins: object) -> Iterator[None]:
    """For a while, a module has other functions."""
    stock = {name: getattr(module, name) for name in stand_ins}
    vars(module).update(stand_ins)
    try:
        yield
    finally:
        vars(module).update(stock)


OPTIMISATIONS = {"gc": _frozen, "sonames": _sonames}
