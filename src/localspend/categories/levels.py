"""The levels of a CPV code: division (2 digits), group (3), class (4), category (5), and finer.

A code has eight digits, the rest zeros: 77000000 > 77300000 > 77310000 > 77314000. 'unknown' and null are no code: they
stay what they are at every level and are alike to nothing. Source: Regulation (EC) No 213/2008, annex I.
"""

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, StringValue

UNKNOWN = "unknown"


def _cut(code: StringValue, digits: int) -> StringValue:
    return ibis.ifelse(code == UNKNOWN, code, code.substr(0, digits) + "0" * (8 - digits))


def division(code: StringValue) -> StringValue:
    """The division of `code`: 77314000 -> 77000000."""
    return _cut(code, 2)


def group(code: StringValue) -> StringValue:
    """The group of `code`: 77314000 -> 77300000; a division stays one."""
    return _cut(code, 3)


def class_(code: StringValue) -> StringValue:
    """The class of `code`: 77314000 -> 77310000; a group or division stays one."""
    return _cut(code, 4)


def stem(code: StringValue) -> StringValue:
    """The digits of `code` that say something, two at least: 77310000 -> 7731, 30000000 -> 30, 'unknown' -> null."""
    trimmed = code.re_replace("0+$", "")
    kept = ibis.ifelse(trimmed.length() < 2, code.substr(0, 2), trimmed)
    return ibis.ifelse(code == UNKNOWN, ibis.null("string"), kept)


def depth(code: StringValue) -> IntegerValue:
    """How many digits of `code` say something: 2 is a division, 3 a group, 4 a class; null for 'unknown'."""
    return stem(code).length().cast("int64")


def within(code: StringValue, wider: StringValue) -> BooleanValue:
    """Whether `code` is `wider` or lies below it, at any depth: 77314000 within 77000000."""
    return stem(code).startswith(stem(wider)).fill_null(False)


def alike(left: StringValue, right: StringValue) -> BooleanValue:
    """Whether the codes are the same, or one lies one level below the other.

    So a capability of class 77310000 answers a need of 77300000 or 77314000, never one of 77000000 or 77320000. A join
    should have `division(left) == division(right)` beside it: that makes it quick.
    """
    near = (depth(left) - depth(right)).abs() <= 1
    return ((within(left, right) | within(right, left)) & near).fill_null(False)
