"""One spelling of a name, for comparing: what two clerks would write alike.

Expressions only, so that a register of five million names is normalised inside the engine.
"""

import ibis
from ibis.expr.types import StringValue

#: Accented letters by the plain letter. `upper` differs between engines beyond ASCII, so these go first.
_ACCENTS = {
    "A": "ÀÁÂÃÄÅĀĂĄàáâãäåāăą",
    "C": "ÇĆČçćč",
    "D": "ĎĐďđ",
    "E": "ÈÉÊËĒĖĘĚèéêëēėęě",
    "G": "ĞĢğģ",
    "I": "ÌÍÎÏĪĮİìíîïīįı",
    "L": "ŁĻĽłļľ",
    "N": "ÑŃŅŇñńņň",
    "SS": "ß",
    "O": "ÒÓÔÕÖØŌŐòóôõöøōő",
    "R": "Řř",
    "S": "ŚŞŠȘśşšș",
    "T": "ŢŤȚţťț",
    "U": "ÙÚÛÜŪŮŰŲùúûüūůűų",
    "W": "Ŵŵ",
    "Y": "ÝýÿŶŷ",
    "Z": "ŹŻŽźżž",
}

#: Ways to write a legal form -> the form in a key.
_FORMS = {
    r"PUBLIC LIMITED COMPANY|CWMNI CYFYNGEDIG CYHOEDDUS|CCC": "PLC",
    r"LIMITED LIABILITY PARTNERSHIP|PARTNERIAETH ATEBOLRWYDD CYFYNGEDIG|PAC": "LLP",
    r"COMMUNITY INTEREST COMPANY|COMMUNITY INTEREST CO|CWMNI BUDDIANT CYMUNEDOL|CBC": "CIC",
    r"CHARITABLE INCORPORATED ORGANISATION": "CIO",
    r"LIMITED|CYFYNGEDIG|CYF|LTD LTD": "LTD",
}

#: Words that public bodies shorten.
_WORDS = {
    r"\bNHS (FT|FOUNDATION TR|FOUND TRUST|F TRUST)\b": "NHS FOUNDATION TRUST",
    r"\bUNIV\b": "UNIVERSITY",
    r"\bMBC\b": "METROPOLITAN BOROUGH COUNCIL",
    r"\b(COMPANY|CO) LTD$": "CO LTD",
}

LEGAL_FORM = r" (LTD|PLC|LLP|CIC|CIO)$"


def key(text: StringValue) -> StringValue:
    """`text` in capitals without accents, punctuation or THE, its legal form written one way; a trading name is cut."""
    out = text
    for plain, accented in _ACCENTS.items():
        out = out.re_replace(f"[{accented}]", plain)
    # What is left beyond ASCII would be upper-cased differently by each engine.
    out = out.re_replace("[‘’`]", "'").re_replace(r"[^\x00-\x7F]", " ").upper()
    out = out.re_replace(r"\s+(T/AS?|T\\A|TRADING AS)\s.*$", "")
    out = out.replace("&", " AND ").re_replace(r"['.]", "").re_replace(r"[^A-Z0-9]+", " ").strip()
    out = out.re_replace(r"^THE ", "")
    for written, form in _FORMS.items():
        out = out.re_replace(f" ({written})$", f" {form}")
    for written, whole in _WORDS.items():
        out = out.re_replace(written, whole)
    return out.nullif("")


def core(normalised: StringValue) -> StringValue:
    """A key without its legal form."""
    return normalised.re_replace(LEGAL_FORM, "")


def legal_form(normalised: StringValue) -> StringValue:
    """The legal form at the end of a key, in lower case, or null."""
    return ibis.ifelse(normalised.re_search(LEGAL_FORM), normalised.re_extract(LEGAL_FORM, 1).lower(), ibis.null(str))


def company_number(text: StringValue) -> StringValue:
    """A Companies House number as eight characters, or null if `text` cannot be one.

    Publishers drop leading zeros and put blanks in. Fewer than five digits are some other number.
    """
    bare = text.upper().re_replace(r"[\s.]", "")
    digits = bare.re_search(r"^\d{5,8}$")
    prefixed = bare.re_search(
        r"^(SC|NI|OC|SO|NC|IP|SP|NP|RS|CE|CS|FC|BR|GE|GN|IC|SI|LP|SL|NL|AC|SA|NA|RC|SR|NR|ZC|SZ|SE|NF|SF|PC|NO|NV|NZ)\d{4,6}$"
    )
    short = bare.substr(0, 2) + bare.substr(2).lpad(6, "0")
    return ibis.cases(
        (digits & (bare.re_replace("0", "") != ""), bare.lpad(8, "0")), (prefixed, short), else_=ibis.null(str)
    )
