"""One spelling of a name, for comparing: what two clerks would write alike.

Expressions only, so that a register of five million names is normalised inside the engine.
"""

from collections.abc import Mapping

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

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
    "O": "ÒÓÔÕÖØŌŐòóôõöøōő",
    "R": "Řř",
    "S": "ŚŞŠȘśşšș",
    "T": "ŢŤȚţťț",
    "U": "ÙÚÛÜŪŮŰŲùúûüūůűų",
    "W": "Ŵŵ",
    "Y": "ÝýÿŶŷ",
    "Z": "ŹŻŽźżž",
    "'": "‘’`´",
}
_FROM = "".join(_ACCENTS.values())
_TO = "".join(plain * len(accented) for plain, accented in _ACCENTS.items())

#: Ways to write a legal form at the end of a name -> the form in a key.
_FORMS = {
    r"PUBLIC LIMITED COMPANY|CWMNI CYFYNGEDIG CYHOEDDUS|CCC|P L C": "PLC",
    r"LIMITED LIABILITY PARTNERSHIP|PARTNERIAETH ATEBOLRWYDD CYFYNGEDIG|PAC|L L P": "LLP",
    r"COMMUNITY INTEREST COMPANY|COMMUNITY INTEREST CO|CWMNI BUDDIANT CYMUNEDOL|CBC|C I C": "CIC",
    r"(SCOTTISH )?CHARITABLE INCORPORATED ORGANISATION|SCIO": "CIO",
    # LIMITE and LIMI are what a ledger of thirty letters leaves of it.
    r"LIMITED|CYFYNGEDIG|CYF|LTD LTD|LIMTED|LIMITE|LIMIT|LIMI|LTD LIMITED|LIMITED LTD": "LTD",
}

#: Words that public bodies and ledgers shorten.
_WORDS = {
    r"\bNHS (FT|FOUNDATION TR|FOUND TRUST|F TRUST|FOUND TR)\b": "NHS FOUNDATION TRUST",
    r"\bUNIV\b": "UNIVERSITY",
    r"\bMBC\b": "METROPOLITAN BOROUGH COUNCIL",
    r"\bMET(ROPOLITAN)? (BOROUGH|BORO|B) C(OUNC|OUNCIL)?$": "METROPOLITAN BOROUGH COUNCIL",
    r" BC$": " BOROUGH COUNCIL",
    r" DC$": " DISTRICT COUNCIL",
    r"\bCOMPANY\b": "CO",
}
#: What any of those words contains.
_ANY_WORD = r"\b(NHS|UNIV|MBC|MET|METROPOLITAN|COMPANY)\b| [BD]C$"

#: LIMITED and LTD with one slip of the fingers, or typed to the word before: forms in written names, not in registers.
_SLIPS = {"LIMITED"[:n] + "." + "LIMITED"[n + 1 :] for n in range(7)}
_SLIPS |= {"LIMITED"[:n] + "LIMITED"[n + 1 :] for n in range(7)}
_SLIPS |= {"LIMITED"[:n] + "LIMITED"[n + 1] + "LIMITED"[n] + "LIMITED"[n + 2 :] for n in range(6)}
_SLIPS |= {"LIMITED"[:n] + "LIMITED"[n - 1 :] for n in range(1, 8)}
SLIPPED = (
    " ("
    + "|".join(sorted(_SLIPS | {"LDT", "LTDD", "LLTD", "LTTD", "LRD", "LYD", "KTD", "LTF", "LT D", "L TD", "LD", "TD"}))
    + ")$"
)
GLUED = r"([A-Z0-9]{3,})(LIMITED|LTD)$"

LEGAL_FORM = r" (LTD|PLC|LLP|CIC|CIO)$"
TRADING = r"(T/AS?|T\\A|TRADING AS|TRADES AS)"


def normalised(table: Table, text: str) -> Table:
    """Adds `key`, `core`, `legal_form` and `letters` of the names in the column `text`; a trading name is cut.

    key: the name spelled, without THE, its legal form written one way; core: the key without its legal form.
    """
    whole = table[text]
    trading = whole.re_search(f"(?i) {TRADING} ")
    t = spelled(table.mutate(key=_when(trading, whole, rf"(?i)\s+{TRADING}\s.*$", "")), "key")
    return parted(standard(t))


def spelled(table: Table, column: str) -> Table:
    """`column` in capitals: letters without accents, digits and single spaces; & and + are AND."""
    text = table[column]
    # Most names are plain: the slow way is only for those that are not. In steps, because an expression is written out
    # as often as it is used.
    folded = text.translate(_FROM, _TO).replace("ß", "SS").re_replace(r"[^\x00-\x7F]", " ")
    t = table.mutate(**{column: ibis.ifelse(text.re_search(r"[^\x00-\x7F]"), folded, text).upper()})
    out = t[column].replace("&", " AND ").replace("+", " AND ").replace("'", "").replace(".", "")
    t = t.mutate(**{column: out})
    return t.mutate(**{column: _when(t[column].re_search(r"[^A-Z0-9 ]|  "), t[column], r"[^A-Z0-9]+", " ").strip()})


def standard(table: Table) -> Table:
    """`key`, a spelled name, without THE, its legal form and the words of public bodies written one way."""
    key = table.key
    the = key.startswith("THE ") | key.endswith(" THE")  # a register files THE at the end
    t = table.mutate(key=_when(the, key, r"^THE | THE$", ""))
    usual = t.key.endswith(" LTD") & ~t.key.endswith(" LTD LTD")
    t = t.mutate(key=ibis.ifelse(usual, t.key, replaced(t.key, {f" ({w})$": f" {f}" for w, f in _FORMS.items()})))
    return t.mutate(key=ibis.ifelse(t.key.re_search(_ANY_WORD), replaced(t.key, _WORDS), t.key).nullif(""))


def parted(table: Table) -> Table:
    """Adds the core, legal_form and letters of `key`."""
    formed = table.key.re_search(LEGAL_FORM)
    form = ibis.ifelse(formed, table.key.re_extract(LEGAL_FORM, 1).lower(), ibis.null(str))
    t = table.mutate(core=_when(formed, table.key, LEGAL_FORM, ""), legal_form=form)
    return t.mutate(letters=letters(t.core))


def letters(core: StringValue) -> StringValue:
    """The letters and digits of a core alone, without AND and THE, COMPANY as CO: equal however words were parted."""
    padded = " " + core + " "
    without = padded.re_replace(r" (AND|THE) ", " ").re_replace(r" (AND|THE) ", " ")  # neighbours share a blank
    bare = ibis.ifelse(padded.re_search(" (AND|THE) "), without, core).replace(" ", "")
    return bare.replace("COMPANY", "CO").nullif("")


def _when(holds: BooleanValue, out: StringValue, pattern: str, instead: str) -> StringValue:
    """`out` with `pattern` replaced where `holds`, which is cheaper to ask: most names need no replacing."""
    return ibis.ifelse(holds, out.re_replace(pattern, instead), out)


def replaced(out: StringValue, patterns: Mapping[str, str]) -> StringValue:
    """`out` with each of `patterns` replaced in turn."""
    for pattern, instead in patterns.items():
        out = out.re_replace(pattern, instead)
    return out


def unslipped(out: StringValue) -> StringValue:
    """A `spelled` written name whose legal form was mistyped or glued to the last word, with that form set right."""
    glued = out.re_search(GLUED) & ~out.re_search(r"UNLIMITED$")
    parted = ibis.ifelse(glued, out.re_replace(r"(LIMITED|LTD)$", " LTD"), out)
    return parted.re_replace(SLIPPED, " LTD")
