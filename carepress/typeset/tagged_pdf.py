"""Tagged PDF: pages become one file that is both PDF/UA-1 and PDF/A-2a.

In:   a Layout.
Out:  the bytes of a PDF, the same for the same pages; the warnings of WeasyPrint.
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
"""PDF/UA identification (ISO 14289-1, 5), and its extension schema, which PDF/A requires (ISO 19005-2, 6.6.2.3)."""


def write(layout: Layout, *, seed: str) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of a layout, and the warnings of WeasyPrint. The file's identifier is made from `seed`."""
    identifier = sha256(seed.encode()).hexdigest()[:32].encode()
    with captured_warnings() as warnings, cached_svg_paths():
        pdf = layout.document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, finisher=_finish)
    return pdf, tuple(warnings)


def _finish(document: Any, pdf: Any) -> None:
    """Add what WeasyPrint leaves out: names of links, bodies of list items, scopes of headers, the PDF/UA mark."""
    for page in document.pages:
        for kind, target, _, box in page.links:
            if kind == "attachment":  # a file to be carried in the PDF: preflight/actions refuses it
                continue
            name = box.element.get("aria-label") or "".join(box.element.itertext()).strip() or target
            box.link_annotation["Contents"] = pydyf.String(name)
    for item in list(pdf.objects):
        if isinstance(item, dict) and item.get("S") == "/LI":
            _add_body(item, pdf)
        if isinstance(item, dict) and item.get("S") == "/TH":
            item.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = "/Column"
        if "Interpolate" in getattr(item, "extra", {}):
            item.extra["Interpolate"] = "false"  # ISO 19005-2, 6.2.8
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [part.replace(b"</rdf:RDF>", UA.encode() + b"</rdf:RDF>") for part in metadata.stream]
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            _deflate(item)


def _deflate(stream: Any) -> None:
    """Compress a stream as pydyf would, but the same content only once: PDFs of several clinics share most of it."""
    plain = pydyf.Stream(stream.stream).data
    content = plain.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    stream.stream, stream.compress = [_deflated(content)], False
    stream.extra["Filter"] = "/FlateDecode"


@lru_cache(maxsize=64)
def _deflated(content: bytes) -> bytes:
    compressor = compressobj(level=9)
    return compressor.compress(content) + compressor.flush()


def _add_body(list_item: Any, pdf: Any) -> None:
    """Put the paragraphs of a list item into a body: it may have only a label and a body (ISO 32000-1, 14.8.4.3.3)."""

    def tag(reference: Any) -> Any:
        return pdf.objects[int(reference.split()[0])]

    kids = pydyf.Array()
    for is_sound, run in groupby(list_item["K"], lambda kid: tag(kid)["S"] in {"/Lbl", "/LBody"}):
        if is_sound:
            kids.extend(run)
            continue
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": list_item["Pg"], "P": list_item.reference})
        pdf.add_object(body)
        body["K"] = pydyf.Array(run)
        for kid in body["K"]:
            tag(kid)["P"] = body.reference
        kids.append(body.reference)
    list_item["K"] = kids
