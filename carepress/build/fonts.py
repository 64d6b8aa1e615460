"""Fonts of the brand: their files, from content/ or from installed font packages.

In:   a Brand and the project.
Out:  the bytes of every font by family and weight; Diagnostics.
Never: uses a font that is damaged, or one from the network.
"""

from __future__ import annotations

import fontpkg

from carepress.design.brand import Brand, missing_family
from carepress.design.font_files import font_fault
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.project.files import ProjectFiles
from carepress.project.paths import BRAND

WEIGHTS = (400, 700)


def brand_fonts(brand: Brand, project: ProjectFiles) -> tuple[dict[tuple[str, int], bytes], list[Diagnostic]]:
    """The font files of the brand's families, from content/ or from installed font packages."""
    own = {(face.family, face.weight): f"content/{face.file}" for face in brand.faces}
    packages = {family.name: family for family in fontpkg.families().values()}
    fonts: dict[tuple[str, int], bytes] = {}
    faults = [fault for name in own.values() if (fault := _face_fault(name, project))]
    for family in dict.fromkeys((brand.text_family, brand.heading_family, brand.title_family)):
        for weight in WEIGHTS:
            name = own.get((family, weight)) or own.get((family, 400))
            if name is not None:
                fonts[family, weight] = b"" if faults else project.bytes(name)
            elif family in packages:
                fonts[family, weight] = fontpkg.path(family, weight, nearest=True).read_bytes()
        if (family, 400) not in fonts:
            faults.append(missing_family(family, packages, project.find(BRAND, family)))
    return fonts, faults


def _face_fault(name: str, project: ProjectFiles) -> Diagnostic | None:
    """What is wrong with a font file that the brand names."""
    file = name.removeprefix("content/")
    if name not in project.files:
        return rule("missing-font", "no-file").at(project.find(BRAND, file), file=file)
    fault = font_fault(project.bytes(name))
    if fault and fault.case == "other-kind":
        return rule("missing-font", "other-kind").at(project.find(BRAND, file), file=file, what=fault.what)
    return rule("missing-font", "damaged").at(project.find(BRAND, file), file=file) if fault else None
