"""Colour: contrast by WCAG 2.1, and mixing, on sRGB hex colours.

In:   colours as '#0A3D47'.
Out:  ratios from 1 to 21, and colours of the same form.
Pure: no brand, no CSS.
"""

from __future__ import annotations

import re

HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
BLACK, WHITE = "#000000", "#FFFFFF"


def normal(colour: str) -> str | None:
    """The colour as '#RRGGBB', or None if it is not written in hex."""
    if not HEX.fullmatch(colour):
        return None
    digits = colour[1:]
    return f"#{''.join(digit * 2 for digit in digits) if len(digits) == 3 else digits}".upper()


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it, mixed channel by channel."""
    channels = (round(a + (b - a) * share) for a, b in zip(_channels(colour), _channels(other), strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1 (WCAG 2.1, 'relative luminance')."""
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """Contrast ratio from 1 to 21 (WCAG 2.1, 'contrast ratio')."""
    light, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, grounds: tuple[str, ...], ratio: float) -> str:
    """The colour itself where it reaches `ratio` on every ground, else the nearest darker or lighter one that does."""
    toward = BLACK if luminance(grounds[0]) > 0.18 else WHITE  # 0.18: where black and white contrast alike
    for step in range(51):
        candidate = mix(colour, toward, step / 50)
        if all(contrast(candidate, ground) >= ratio for ground in grounds):
            return candidate
    return toward


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
