"""Writing: pages become a tagged PDF that is PDF/UA-1 and PDF/A-2a at once.

In:   a Layout.
Out:  the bytes of a PDF, the same for the same pages.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from typing import Any
from zlib import compressobj

import pydyf

from carepress.typeset.caches import cached_svg_paths
from carepress.typeset.layout import VARIANT, Layout
from carepress.typeset.log import captured_warnings

UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""PDF/UA identification (ISO 14289-1, 5) and the extension schema that PDF/A wants of it (ISO 19005-2, 6.6.2.3)."""


def write(layout: Layout, *, seed: str) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of a layout, and what WeasyPrint complained of. `seed` fixes the file's identifier."""
    identifier = sha256(seed.encode()).hexdigest()[:32].encode()
    with captured_warnings() as complaints, cached_svg_paths():
        pdf = layout.document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, finisher=_finish)
    return pdf, tuple(complaints)


def _finish(document: Any, pdf: Any) -> None:
    """What WeasyPrint leaves undone: names for links, bodies of list items, directions for headers, the UA mark."""
    for page in document.pages:
        for _, target, _, box in page.links:
            name = box.element.get("aria-label") or "".join(box.element.itertext()).strip() or target
            box.link_annotation["Contents"] = pydyf.String(name)
    for thing in list(pdf.objects):
        if isinstance(thing, dict) and thing.get("S") == "/LI":
            _give_body(thing, pdf)
        if isinstance(thing, dict) and thing.get("S") == "/TH":
            thing.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = "/Column"
        if "Interpolate" in getattr(thing, "extra", {}):
            thing.extra["Interpolate"] = "false"  # ISO 19005-2, 6.2.8
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [part.replace(b"</rdf:RDF>", UA.encode() + b"</rdf:RDF>") for part in metadata.stream]
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.compress:
            _deflate(thing)


def _deflate(stream: Any) -> None:
    """Compress a stream as pydyf would, but the same content only once: files of several clinics are much alike."""
    plain = pydyf.Stream(stream.stream).data
    content = plain.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    stream.stream, stream.compress = [_deflated(content)], False
    stream.extra["Filter"] = "/FlateDecode"


@lru_cache(maxsize=64)
def _deflated(content: bytes) -> bytes:
    packer = compressobj(level=9)
    return packer.compress(content) + packer.flush()


def _give_body(item: Any, pdf: Any) -> None:
    """Put the paragraphs of a list item into its body: it has a label and a body only (ISO 32000-1, 14.8.4.3.3)."""

    def tag(reference: Any) -> Any:
        return pdf.objects[int(reference.split()[0])]

    kids = pydyf.Array()
    for has_place, run in groupby(item["K"], lambda kid: tag(kid)["S"] in {"/Lbl", "/LBody"}):
        if has_place:
            kids.extend(run)
            continue
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
        pdf.add_object(body)
        body["K"] = pydyf.Array(run)
        for kid in body["K"]:
            tag(kid)["P"] = body.reference
        kids.append(body.reference)
    item["K"] = kids
