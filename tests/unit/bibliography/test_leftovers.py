"""Rules of leftovers: what looks like LaTeX or HTML in a printed title is told, and prose is left alone."""

from __future__ import annotations

import pytest

from carepress.bibliography.leftovers import leftovers


@pytest.mark.parametrize(("text", "marks"), [
    ("Strain in {{GaAs}} wires", ["{{GaAs}}"]), ("Layers of {ZnO} and {ZnO}", ["{ZnO}"]),
    (r"by $R_{1\rho}$ relaxation", [r"$R_{1\rho}$"]), ("Decay of $^7$Be", ["$^7$"]), ("In_{0.1}Ga", ["_{0.1}"]),
    ("ZnTe <msub> Zn </Msub> wires", ["<msub>", "</Msub>"]), ("<ce:title>Symposium", ["<ce:title>"]),
    (r"GaN(0001)-(1\times1)", [r"\times"]), (r"see \parteditandtrans", [r"\parteditandtrans"]),
])  # fmt: skip
def test_what_nobody_could_read_is_found(text: str, marks: list[str]) -> None:
    assert leftovers(text) == marks


@pytest.mark.parametrize("text", [
    "Would owe $620 billion or $700", "Mortality <5 % and >3 days", "Planes {001} or {110}", "a < b and c > d",
    "{water+phenol+(1-butanol)}", "x^2 and H_2O", "C:\\ drive", "5 <b and c> 3",
])  # fmt: skip
def test_prose_is_left_alone(text: str) -> None:
    assert leftovers(text) == []
