"""Rounding and writing of exact values, and the grammar of typed numbers."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.figures.number import Rounding, exact_digits, rounded, written
from reportgen.source.amounts import MOST_DIGITS, Amount, read_amount

WIDE = Context(prec=200)
MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.HALF_EVEN: ROUND_HALF_EVEN, Rounding.DOWN: ROUND_DOWN}
MONEY = st.decimals(-(10**18), 10**18, allow_nan=False, allow_infinity=False, places=4)
RATIOS = st.builds(Fraction, st.integers(-(10**18), 10**18), st.integers(1, 10**9))


@pytest.mark.parametrize(
    ("value", "digits", "up", "even", "down"),
    [
        ("2.665", 2, "2.67", "2.66", "2.66"),
        ("-2.665", 2, "-2.67", "-2.66", "-2.66"),
        ("2.675", 2, "2.68", "2.68", "2.67"),
        ("2.66500000000000000001", 2, "2.67", "2.67", "2.66"),
        ("2.4449", 2, "2.44", "2.44", "2.44"),
        ("8.53459", 2, "8.53", "8.53", "8.53"),
        ("2.05", 1, "2.1", "2.0", "2.0"),
        ("0.5", 0, "1", "0", "0"),
        ("1.5", 0, "2", "2", "1"),
        ("-0.5", 0, "-1", "0", "0"),
        ("-0.004", 2, "0.00", "0.00", "0.00"),
        ("-0.005", 2, "-0.01", "0.00", "0.00"),
        ("5", 2, "5.00", "5.00", "5.00"),
        ("999999999999999999.995", 2, "1000000000000000000.00", "1000000000000000000.00", "999999999999999999.99"),
    ],
)
def test_three_ways_to_round(value: str, digits: int, up: str, even: str, down: str) -> None:
    assert [written(Fraction(value), digits, mode) for mode in MODES] == [up, even, down]


@pytest.mark.parametrize("mode", MODES)
@given(value=MONEY, digits=st.integers(0, 3))
def test_agrees_with_decimal(mode: Rounding, value: Decimal, digits: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-digits), MODES[mode], WIDE)
    assert rounded(Fraction(value), digits, mode) == expected


@pytest.mark.parametrize("mode", MODES)
@given(value=RATIOS, digits=st.integers(0, 6))
def test_is_near_and_symmetric(mode: Rounding, value: Fraction, digits: int) -> None:
    got = rounded(value, digits, mode)
    unit = Fraction(1, 10**digits)
    assert abs(Fraction(got) - value) <= (unit if mode is Rounding.DOWN else unit / 2)
    assert got == rounded(-value, digits, mode).copy_negate()
    assert got.as_tuple().exponent == -digits
    assert not (got.is_zero() and got.is_signed())
    assert rounded(Fraction(got), digits, mode) == got


def test_long_values_are_rounded_whole() -> None:
    long = Fraction(10) ** 120 + Fraction(1, 8)
    assert written(long, 2) == f"1{'0' * 120}.13"
    assert written(-long, 2) == f"-1{'0' * 120}.13"
    assert written(Fraction(1, 3), 100) == "0." + "3" * 100


def test_an_unknown_rounding_is_the_usual_one() -> None:
    assert Rounding("") is Rounding.HALF_UP
    assert Rounding("截尾") is Rounding.DOWN


@pytest.mark.parametrize(
    ("value", "digits", "trim", "text"),
    [
        ("7.50", None, False, "7.5"),
        ("1/8", None, False, "0.125"),
        ("1/3", None, False, "0.33"),
        ("-2/3", None, False, "-0.67"),
        ("100", None, False, "100"),
        ("100", 0, True, "100"),
        ("100", 2, True, "100"),
        ("9.70", 2, True, "9.7"),
        ("9.70", 2, False, "9.70"),
        ("0", 2, True, "0"),
        ("-0.001", 2, True, "0"),
    ],
)
def test_written(value: str, digits: int | None, trim: bool, text: str) -> None:
    assert written(Fraction(value), digits, trim=trim) == text


@given(value=MONEY)
def test_exact_digits_write_the_value(value: Decimal) -> None:
    digits = exact_digits(Fraction(value))
    assert digits is not None
    assert Fraction(written(Fraction(value), digits)) == Fraction(value)
    assert digits == 0 or Fraction(written(Fraction(value), digits - 1)) != Fraction(value)
    assert exact_digits(Fraction(value) + Fraction(1, 3)) is None


@pytest.mark.parametrize(
    ("text", "value", "decimals", "percent"),
    [
        ("0", "0", 0, False),
        ("-3", "-3", 0, False),
        ("100.10", "100.1", 2, False),
        ("1,234,567.50", "1234567.5", 2, False),
        ("97.05%", "0.9705", 2, True),
        ("-0.5%", "-0.005", 1, True),
        ("123456789012345678", "123456789012345678", 0, False),
        ("1234567890123456.78", "1234567890123456.78", 2, False),
    ],
)
def test_amounts(text: str, value: str, decimals: int, percent: bool) -> None:
    assert read_amount(text) == Amount(Fraction(value), decimals, percent)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5 ",
        "+5",
        "05",
        "-05",
        "00",
        ".5",
        "5.",
        "1,23",
        "1,2345",
        "12,34.5",
        "1234,567",
        ",123",
        "1.5.2",
        "--1",
        "1e5",
        "1E5",
        "NaN",
        "inf",
        "0x1F",
        "1_000",
        "١٢٣",
        "１２",
        "12.5万元",
        "5%%",
        "%",
        "50 %",
        "1/3",
        "½",
        "1234567890123456789",
        "12345678901234567.89",
        "1\n",
    ],
)
def test_no_amounts(text: str) -> None:
    assert read_amount(text) is None


@given(value=st.decimals(-(10**12), 10**12, places=3, allow_nan=False, allow_infinity=False), comma=st.booleans())
def test_amount_is_exact_and_prints_as_typed(value: Decimal, comma: bool) -> None:
    text = f"{value:,f}" if comma else f"{value:f}"
    amount = read_amount(text.replace("-0.000", "0.000"))
    assert amount is not None
    assert amount.value == Fraction(value)
    assert written(amount.value, amount.decimals) == text.replace(",", "").replace("-0.000", "0.000")


@given(text=st.text(alphabet="0123456789.,%-+eE １²", max_size=MOST_DIGITS + 4))
def test_what_is_read_is_what_was_typed(text: str) -> None:
    amount = read_amount(text)
    if amount is not None:
        plain = Fraction(text.replace(",", "").removesuffix("%"))
        assert amount.value == (plain / 100 if text.endswith("%") else plain)
        assert text.isascii()
