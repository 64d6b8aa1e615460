"""Quick imports: a build imports its libraries in half the time.

Staff wait for the imports before the first page is made. Much of that time goes into what no page needs: looking for
system libraries with a compiler, looking for garbage where there is none. Each optimisation can be switched off.

In:   the environment variable CAREPRESS_DISABLE: names of optimisations to leave out, with commas between, or `all`.
Out:  heavy_imports(), to put around the first import of the heavy libraries; paused_garbage_collection(), around one
      document, and collect_garbage() after it.
Never: changes a page, or a file of a library. Everything is put back as it was, also when an import fails.
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
HEAVY = "weasyprint"  # once it is imported there is nothing left to speed up

SONAMES = {names[-1]: names[0] for names in LIBRARIES.values()}
SONAMES["harfbuzz-vector"] = "libharfbuzz-vector.so.0"  # WeasyPrint asks for it too, and most computers lack it


class MissingRequirement(Exception):  # noqa: N818 - nobody's error
    """This computer lacks something. The text says what to do; where it is empty, the doctor says it."""


@contextmanager
def heavy_imports() -> Iterator[None]:
    """Import the heavy modules inside. Raises MissingRequirement where the system lacks what they need."""
    try:
        with quick_imports():
            yield
    except OSError as fault:
        raise MissingRequirement from fault


@contextmanager
def quick_imports() -> Iterator[None]:
    """Apply every optimisation to the imports inside. Exceptions pass through."""
    with ExitStack() as active:
        if HEAVY not in sys.modules:
            for name, optimisation in OPTIMISATIONS.items():
                if not is_disabled(name):
                    active.enter_context(optimisation())
        yield


@contextmanager
def paused_garbage_collection() -> Iterator[None]:
    """Look for no garbage while a document is built: `collect_garbage` does it later, when nobody waits."""
    was_on = gc.isenabled()
    if not is_disabled("gc"):
        gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_garbage() -> None:
    """Collect the garbage of the last document."""
    gc.collect()


def is_disabled(optimisation: str) -> bool:
    """Whether an optimisation is switched off."""
    return not {optimisation, "all"}.isdisjoint(os.environ.get(DISABLE_VARIABLE, "").replace(" ", "").split(","))


@contextmanager
def _frozen() -> Iterator[None]:
    """Imported modules are no garbage: the collector does not search them, now or later."""
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
    """Ask for system libraries by the names under which Linux knows them, without ldconfig, gcc and ld."""
    if not sys.platform.startswith("linux"):
        yield
        return
    original = ctypes.util.find_library
    with _swapped(ctypes.util, find_library=lambda name: _soname(name, original)):
        yield


def _soname(name: str, original: Callable[[str], str | None]) -> str | None:
    """The file of a library. One that does not load is looked for in the usual way, once for all its spellings."""
    bare = name[3:] if name.startswith("lib") else name
    known = next((known for known in SONAMES if bare.startswith(known) and _ends(bare[len(known) :])), "")
    if known and loads(SONAMES[known]):
        return SONAMES[known]
    return None if known and name != known else original(name)


def _ends(rest: str) -> bool:
    """Whether only a version and an ending follow a library's name: harfbuzz-icu is another library than harfbuzz."""
    return rest.strip("-.0123456789") in {"", "so", "dylib", "dll"}


@contextmanager
def _swapped(module: ModuleType, **replacements: object) -> Iterator[None]:
    """Replace functions of a module, and put them back."""
    originals = {name: getattr(module, name) for name in replacements}
    vars(module).update(replacements)
    try:
        yield
    finally:
        vars(module).update(originals)


OPTIMISATIONS = {"gc": _frozen, "sonames": _sonames}
