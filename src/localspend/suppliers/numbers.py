"""Numbers that publishers write beside a name: of a company, of a charity, for VAT. Which it is, written one way.

Expressions only. Identifiers are those of org-id.guide (GB-COH-01234567, GB-CHC-1100001, GB-SC-SC012345).
Source: Companies House, "URI customer guide" (prefixes); HMRC, VAT registration numbers (check digits modulo 97, and
from 2010 modulo 97 with 55 added).
"""

import ibis
from ibis.expr.types import BooleanValue, StringValue

#: Prefixes of Companies House numbers.
PREFIXES = (
    "SC|NI|OC|SO|NC|IP|SP|NP|RS|CE|CS|FC|BR|GE|GN|IC|SI|LP|SL|NL|AC|SA|NA|RC|SR|NR|ZC|SZ|SE|NF|SF|PC|NO|NV|NZ|OE|GS|R0"
)
#: Weights of the first seven digits of a VAT number.
WEIGHTS = (8, 7, 6, 5, 4, 3, 2)


def company_number(text: StringValue) -> StringValue:
    """A Companies House number as eight characters, or null if `text` cannot be one.

    Publishers drop leading zeros, put blanks in, and let spreadsheets make decimals of it. Fewer than five digits are
    some other number, nine are a VAT number's. An identifier (GB-COH-01234567) will do.
    """
    bare = _bare(text).re_replace("^(GB-)?COH-", "")
    digits = bare.re_search(r"^\d{5,8}$") & ~bare.re_search("^0+$")
    prefixed = bare.re_search(rf"^({PREFIXES})\d{{4,6}}$") | bare.re_search(r"^(IP|SP|NP)\d{3,5}[A-Z]{1,2}$")
    short = bare.substr(0, 2) + bare.substr(2).lpad(6, "0")
    return ibis.cases((digits, bare.lpad(8, "0")), (prefixed, short), else_=ibis.null(str))


def company_id(text: StringValue) -> StringValue:
    """The identifier of the company that has the number `text`, or null."""
    return "GB-COH-" + company_number(text)


def charity_id(text: StringValue) -> StringValue:
    """The identifier of the charity that has the number `text`, or null if it cannot be one.

    England and Wales have six or seven digits (from 200001; a linked charity adds -1), Scotland SC and six, Northern
    Ireland six from 100001, with or without NIC. An identifier (GB-CHC-1100001) will do.
    """
    bare = _bare(text).re_replace("^(GB-)?(CHC|SC|NIC)-", "")
    northern = bare.re_search(r"^(NIC?)?1\d{5}$")
    scottish = bare.re_search(r"^SCO?\d{5,6}$")
    english = bare.re_search(r"^([2-9]\d{5}|1\d{6})([-/]\d{1,3})?$")
    return ibis.cases(
        (northern, "GB-NIC-" + bare.re_replace("^NIC?", "")),
        # The letter O is often written for the first nought.
        (scottish, "GB-SC-SC" + bare.re_replace("^SCO?", "").lpad(6, "0")),
        (english, "GB-CHC-" + bare.replace("/", "-").re_replace("-0+$", "")),
        else_=ibis.null(str),
    )


def vat_number(text: StringValue) -> StringValue:
    """A VAT number as GB and nine digits, or null where its check digits are wrong.

    The three digits of a branch are cut; GD and HA are government departments and health authorities.
    """
    bare = _bare(text).re_replace("^(VAT|GB)+", "")
    shaped = bare.re_search(r"^\d{9}(\d{3})?$")
    nine = ibis.ifelse(shaped, bare.substr(0, 9), ibis.literal("000000000"))
    right = shaped & _checks(nine) & (nine != "000000000")
    public = bare.re_search(r"^(GD[0-4]\d\d|HA[5-9]\d\d)$")
    return ibis.cases((right, "GB" + nine), (public, "GB" + bare), else_=ibis.null(str))


def _checks(nine: StringValue) -> BooleanValue:
    total = sum((nine.substr(place, 1).cast("int32") * weight for place, weight in enumerate(WEIGHTS)), start=0)
    rest = (total + nine.substr(7, 2).cast("int32")) % 97
    return (rest == 0) | (rest == 97 - 55)


def _bare(text: StringValue) -> StringValue:
    """`text` in capitals without blanks, dots and a spreadsheet's `.0`."""
    return text.upper().re_replace(r"\.0$", "").re_replace(r"[\s.]", "")
