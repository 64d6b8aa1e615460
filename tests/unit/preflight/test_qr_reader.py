"""Rules of the QR reader: it sees a code on the finished page as a telephone does, and measures it there."""

from __future__ import annotations

import pytest
import zxingcpp

from carepress.preflight.qr_code import MIN_MODULE
from carepress.preflight.qr_reader import (
    HIGH_DPI,
    LOW_DPI,
    QUIET_ZONE,
    Measurements,
    crop,
    detect,
    failing_conditions,
    measure,
    read_codes,
)
from tests.support.qr_codes import LONGER, OTHER, URL, code, page


def test_every_code_of_a_file_is_read_once_the_last_page_first() -> None:
    pdf = page(f"{code()}<p style='break-before: page'>{code(OTHER)}<p style='break-before: page'>{code()}")

    assert read_codes(pdf) == [URL, OTHER]


def test_a_micro_code_in_a_picture_is_not_one_of_ours() -> None:
    micro = zxingcpp.create_barcode("12345", zxingcpp.BarcodeFormat.MicroQRCode).to_svg(add_quiet_zones=True)
    size = 'width="20mm" height="20mm" viewBox="0 0 15 15"'
    svg = micro[micro.index("<svg") :].replace('width="15" height="15"', size, 1)

    assert read_codes(page(code() + svg)) == [URL]


def test_a_code_is_cropped_for_a_plain_telephone_and_a_good_one() -> None:
    pictures = crop(page(code() + code(OTHER)), URL, last_first=True)

    assert [(dpi, [found.text for found in detect(picture)]) for dpi, picture in pictures.items()] == [
        (LOW_DPI, [URL]), (HIGH_DPI, [URL])
    ]  # fmt: skip
    assert crop(page(code(OTHER)), URL, last_first=True) == {}


def test_a_code_is_measured_in_mm_and_modules() -> None:
    picture = crop(page(code()), URL, last_first=True)[HIGH_DPI]

    assert measure(picture, detect(picture)[0]) == Measurements(
        module=0.84, width=24.3, quiet=QUIET_ZONE, contrast=pytest.approx(21), whole=True
    )


@pytest.mark.parametrize(
    ("condition", "html"), [("out of focus", code(mm=9)), ("printed pale, in poor light", code(dark="#B0B0B0"))]
)
def test_a_weak_code_is_lost_in_poor_conditions(condition: str, html: str) -> None:
    pictures = crop(page(html), URL, last_first=True)
    (detected,) = detect(pictures[LOW_DPI])

    assert condition in failing_conditions(pictures[LOW_DPI].convert("L"), detected)


@pytest.mark.parametrize("url", [URL, LONGER, "https://a.example"])
def test_the_smallest_squares_allowed_bear_poor_conditions(url: str) -> None:
    modules = detect(crop(page(code(url)), url, last_first=True)[HIGH_DPI])[0].modules
    small = page(code(url, mm=MIN_MODULE * (modules + 2 * QUIET_ZONE)))
    pictures = crop(small, url, last_first=True)
    (detected,) = detect(pictures[LOW_DPI])

    assert failing_conditions(pictures[LOW_DPI].convert("L"), detected) == []
