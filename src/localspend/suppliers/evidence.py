"""The number beside a name -> the organisation that has it, where the name does not plainly speak against it.

Publishers put wrong numbers in rows, charity numbers into columns of company numbers, and two numbers beside one name.
What a register at hand says of the number is held against the name; a number that no register at hand has is taken as
it is, since registers are slices and numbers are not.
"""

import ibis
from ibis.expr.types import StringValue, Table

from localspend import engine
from localspend.suppliers import normalise, numbers, registered

#: Letters of a word's beginning that two names must share to agree: ledgers cut words and misspell their ends.
BEGINNING = 4
#: Words that agree with anything.
SMALL = (
    "AND",
    "THE",
    "OF",
    "FOR",
    "IN",
    "TO",
    "A",
    "AT",
    "ON",
    "LIMITED",
    "LTD",
    "PLC",
    "LLP",
    "CIC",
    "CIO",
    "CO",
    "UK",
)
#: Between several numbers that lines of one name give.
SEVERAL = ";"


def by_number(names: Table, organisations: Table) -> Table:
    """Links where the publisher gave a number: name_id, supplier_id, judgement, explanation, one row a name.

    `names` has name_id, supplier_text, company_number and charity_number (as written, several parted by SEVERAL);
    `organisations` are `registered.united`. Two organisations by number are none, unless the name is that of one.
    """
    t = _held_against_names(engine.materialise(_read(names)), names, organisations)
    # A number of the other column's kind counts only where a register has it and the name agrees.
    t = t.mutate(sure=t.agrees.fill_null(False), company=t.supplier_id.startswith("GB-COH-"))
    t = t.filter(t.own | t.sure)
    t = t.group_by("name_id").mutate(any_sure=lambda r: r.sure.max())
    t = t.filter(t.sure == t.any_sure)
    # Both numbers of a charity that is a company may stand there, and no register at hand may know that they are one.
    t = t.group_by("name_id").mutate(any_company=lambda r: r.company.max())
    t = t.filter(t.company == t.any_company)
    one = t.group_by("name_id").aggregate(
        organisations=t.supplier_id.nunique(),
        supplier_id=t.supplier_id.min(),
        given=t.given.min(),
        found=t.found.max(),
        doubted=(~t.agrees).fill_null(False).max(),
        name=t.name.min(),
    )
    return engine.materialise(_told(one.filter(one.organisations == 1)))


def _told(t: Table) -> Table:
    wrong = ", which is that of " + t.name.fill_null("another") + ": the names share no word"
    said = ibis.cases((t.doubted, wrong), (t.found, ""), else_=", which is not in the register at hand")
    return t.select(
        "name_id",
        "supplier_id",
        judgement=ibis.ifelse(t.doubted, "review", "accept"),
        explanation="the publisher gives " + t.given + said,
    )


def _read(names: Table) -> Table:
    """What each number may be: name_id, org_id, own (whether its column says so), given (words for it)."""
    parts = []
    for column in ("company_number", "charity_number"):
        cells = names.filter(names[column].notnull())
        cells = cells.select("name_id", cell=cells[column].split(SEVERAL).unnest())
        for kind, org_id in (("company", numbers.company_id(cells.cell)), ("charity", numbers.charity_id(cells.cell))):
            own = column == f"{kind}_number"
            aside = "" if own else f", written as a {column.replace('_', ' ')}"
            given = f"{kind} number " + org_id.re_replace("^GB-[A-Z]+-", "") + aside
            parts.append(cells.select("name_id", org_id=org_id, own=ibis.literal(own), given=given))
    every = ibis.union(*parts)
    return every.filter(every.org_id.notnull()).distinct()


def _held_against_names(read: Table, names: Table, organisations: Table) -> Table:
    """`read` with supplier_id, found (a register at hand has the number), name (of its organisation) and agrees (null
    where there is no name on one side)."""
    ids = registered.identifiers(organisations)
    ids = engine.materialise(ids.semi_join(read, "org_id").distinct())
    t = read.left_join(ids, "org_id").drop("org_id_right")
    t = engine.materialise(t.mutate(found=t.supplier_id.notnull(), supplier_id=ibis.coalesce(t.supplier_id, t.org_id)))
    theirs = engine.materialise(organisations.semi_join(t, "supplier_id").select("supplier_id", "name", "name_kind"))
    written = names.semi_join(t, "name_id").filter(lambda r: r.supplier_text.notnull())
    signs = _signs(written, "name_id", written.supplier_text)
    agreed = signs.join(t.select("name_id", "supplier_id"), "name_id")
    agreed = agreed.semi_join(_signs(theirs, "supplier_id", theirs.name), ["supplier_id", "sign"])
    agreed = agreed.select("name_id", "supplier_id", same=ibis.literal(True)).distinct()
    called = theirs.filter(theirs.name_kind == "current").group_by("supplier_id").aggregate(name=lambda r: r.name.min())
    t = t.left_join(called, "supplier_id").drop("supplier_id_right")
    t = t.left_join(agreed, ["name_id", "supplier_id"]).drop("name_id_right", "supplier_id_right")
    t = t.left_join(written.select("name_id", "supplier_text"), "name_id").drop("name_id_right")
    can_tell = t.found & t.supplier_text.notnull()
    return engine.materialise(
        t.mutate(agrees=ibis.ifelse(can_tell, t.same.fill_null(False), ibis.null("boolean"))).drop("supplier_text")
    )


def _signs(table: Table, identity: str, name: StringValue) -> Table:
    """What two names that agree have in common: `identity` and sign, several a name.

    The beginning of a word or of all letters, the letters themselves, and the initials of three words or more.
    """
    written = table.select(identity, written=name)
    whole = normalise.standard(normalise.spelled(written.mutate(key=written.written), "key"))
    t = normalise.normalised(written, "written")
    t = engine.materialise(t.select(identity, "letters", words=t.key.split(" ")))
    words = whole.select(identity, sign=whole.key.split(" ").unnest())
    words = words.filter(words.sign.notin(SMALL), words.sign != "")
    initials = t.words.filter(lambda word: word.notin(SMALL)).map(lambda word: word.substr(0, 1)).join("")
    every = ibis.union(
        words.select(identity, sign=words.sign.substr(0, BEGINNING)),
        t.select(identity, sign=t.letters.substr(0, BEGINNING)),
        t.select(identity, sign="=" + t.letters),
        t.select(identity, sign=ibis.ifelse(initials.length() >= 3, "=" + initials, ibis.null(str))),
    )
    return engine.materialise(every.filter(every.sign.notnull()).distinct())
