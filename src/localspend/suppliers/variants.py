"""The names that one written name may hold: as it stands, without what a ledger adds, its beginning, its trading name.

A clerk writes `ACME LTD T/A WIDGETS R US - LEEDS - BACS`: ACME, WIDGETS R US and ACME WIDGETS are asked of the register
in turn, and each answer says which of them was found.
"""

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from localspend import engine
from localspend.suppliers import kinds, normalise

#: What a ledger adds at the end of a name, in any case; some only after a dash, a bracket or a star.
PAYMENT = (
    r"(BACS|CHAPS|EFT|CHQ|CHEQUE|DIRECT DEBIT|D/D|FASTER PAYMENTS?|DO NOT USE|DONT USE|NOT IN USE|INACTIVE|DUPLICATE|"
    r"(CLIENTS?|OFFICE|TRUST|NO\.? ?[0-9]) (A/?C|ACCT|ACCOUNT))"
)
NOTE = (
    r"(DD|CIS|OLD|NEW|CLOSED|DUP|DORMANT|SUSPENDED|ON HOLD|BLOCKED|NET|GROSS|REMITTANCE|FACTORED|REFUNDS?|"
    r"PRO ?FORMA|USE [A-Z0-9]+)"
)
ACCOUNT = r"(A/?C|ACC|ACCT|ACCOUNT|REF|NO|VENDOR|SUPPLIER)[ .:#]*(NO)?[ .:#]*[A-Z]{0,3}[0-9]{3,}"
_TAILS = (
    rf"(?i)([\s\-(\[*:,]+({PAYMENT}|{ACCOUNT}|[0-9]{{5,}})|\s*#\s*[0-9]{{1,4}}|\s*[\-(\[*#]+\s*{NOTE})\s*[)\]*.]*\s*$",
    r"[\s*\-:,.(]+$",
)
#: Where the first part of a name ends: a dash between spaces, a comma or another mark, or what follows a legal form.
_HEAD = r"(?i)^(.{3,}?)(\s+-+\s|\s*[,:;/#|*]|-+\s|\s+-+).*$"
_AFTER_FORM = r"(?i)^(.{2,}?\b(LTD|LIMITED|PLC|LLP|CIC|C\.I\.C)\b\.?\)?)\s*[\s\-(,#|/*:].*$"
#: A bracket may hold a branch, but as often it holds what tells a company from its sister.
_BRACKET = r"^(.{3,}?)\s*[(\[].*$"
#: A brand before the company: the last part has a legal form, in brackets or after a mark.
_COMPANY_LAST = r"(?i)^[^(\[]*?(?:[(\[#|]|\s[-/]+\s)\s*([^()\[\]/#|]{3,}?\b(LTD|LIMITED|PLC|LLP)\b\.?)[)\]\s.]*$"
#: A legal form between the words of a name: somebody turned the name round.
_FORM_WITHIN = r"(?i)^([^#|(]+?)\s(LTD|LIMITED)\b\.?\s+([^#|(]+)$"
_FORM = r"(?i)\b(LTD|LIMITED|PLC|LLP|CIC)\b"
_FORM_LAST = rf"{_FORM}\W*$"
#: A ledger cuts names at some such length; a shorter name that ends inside a word was not cut.
CUT_FROM = 24
#: What may be left of a legal form, or of COMPANY before one, then.
_FORM_CUT = {
    r" (L|LI|LIM|LT)$": " LTD",
    r" (COM|COMP|COMPA|COMPAN)$": " CO",
    r" COMMUNITY (I|IN|INT[A-Z]*)( C[A-Z]*)?$": " CIC",
}
#: What comes after a mark that parts two names.
_SECOND = r"^[^#|]{3,}[#|]\s*([^#|]{4,})"
_TRADING = rf"(?i)^.*?[\s(]+{normalise.TRADING}[\s:.]+(.*?)\)?$"
_BEFORE_TRADING = rf"(?i)^(.*?)[\s(]+{normalise.TRADING}[\s:.].*$"
#: At the end of what a person wrote: not a trading name but whom the company was before.
_FORMERLY = r"(?i)^(.*?)[\s(\-]+(FORMERLY|FKA|F/K/A|PREVIOUSLY|NOW|AKA|A/K/A)(\s+KNOWN AS)?[\s:]+(.*?)\)?$"

ROLES = ("whole", "clean", "head", "trading", "other")


def variants(names: Table) -> Table:
    """One row a name_id and way to read its name: name_id, role, core, legal_form, letters, written (its length),
    person (bool: it reads as a person's name) and doubtful (bool: this part may name another organisation).

    `names` has name_id and supplier_text. The first role wins where two give the same core and form.
    """
    text = names.supplier_text
    whole = ibis.ifelse(text.re_search(_BEFORE_TRADING), text.re_extract(_BEFORE_TRADING, 1), text)
    t = engine.materialise(names.select("name_id", text=text, whole=whole, written=text.strip().length()))
    clean = t.whole.re_replace(_TAILS[0], "").re_replace(_TAILS[0], "").re_replace(_TAILS[1], "")
    # What stands before a legal form at the end is part of the name: (MIDLANDS) LTD is not a branch. # parts two names.
    t = engine.materialise(
        t.mutate(clean=clean, open=ibis.ifelse(clean.re_search(_FORM_LAST) & ~clean.re_search("[#|]"), "", clean))
    )
    formed = t.whole.re_search(_FORM)
    readings = ibis.union(
        _reading(t, 0, t.whole),
        _reading(t, 1, t.clean),
        _reading(t, 1, ibis.ifelse(t.clean.re_search(_FORM_WITHIN), t.clean.re_replace(_FORM_WITHIN, r"\1 \3 \2"), "")),
        _reading(t, 2, _part(t.open, _AFTER_FORM)),
        _reading(t, 2, _part(t.open, _HEAD)),
        _reading(t, 2, _part(t.open, _FORMERLY)),
        _reading(t, 2, _part(t.open, _BRACKET), doubtful=ibis.literal(True)),
        # A company that is written says who was paid; its trading name may be that of another company.
        _reading(t, 3, _part(t.text, _TRADING, 2), doubtful=formed),
        _reading(t, 3, _part(t.clean, _COMPANY_LAST), doubtful=t.clean.re_search(rf"{_FORM}.*{_FORM}")),
        _reading(t, 4, _part(t.text, _FORMERLY, 4)),
        _reading(t, 4, _part(t.text, _SECOND), doubtful=ibis.literal(True)),
    )
    t = engine.materialise(readings.filter(readings.reading != ""))
    t = engine.materialise(normalise.spelled(t.mutate(key=t.reading), "key"))
    t = t.mutate(key=normalise.unslipped(t.key))
    t = t.mutate(key=ibis.ifelse(t.written >= CUT_FROM, normalise.replaced(t.key, _FORM_CUT), t.key))
    t = engine.materialise(normalise.parted(normalise.standard(t)))
    # The initials of a company, as in NSL LTD, are told from other letters by the legal form.
    t = t.filter(t.letters.length() >= ibis.cases((t.role < 2, 1), (t.legal_form.notnull(), 2), else_=4))
    t = t.mutate(person=(kinds.titled(t.key) | kinds.person_like(t.core, t.reading)) & t.legal_form.isnull())
    return t.group_by("name_id", "core", "legal_form", "letters").aggregate(
        role=t.role.min(), written=t.written.max(), person=t.person.min(), doubtful=t.doubtful.min()
    )


def _part(text: StringValue, pattern: str, group: int = 1) -> StringValue:
    return ibis.ifelse(text.re_search(pattern), text.re_extract(pattern, group), ibis.literal(""))


def _reading(names: Table, role: int, text: StringValue, doubtful: BooleanValue | None = None) -> Table:
    doubt = ibis.literal(False) if doubtful is None else doubtful
    return names.select("name_id", "written", role=ibis.literal(role, "int8"), reading=text, doubtful=doubt)
