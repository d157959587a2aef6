"""Approved rules: a publisher's category text -> a CPV code.

A rule is a line of decisions/categories.csv: id, at, by, why, withdraws, institution_id (blank: any), category_text,
category_code. It fits a text that is the same but for case and blanks. Source of the codes: CPV 2008, Regulation (EC)
No 213/2008.
"""

import ibis
from ibis.expr.types import StringValue, Table

from localspend import engine

VERSION = "1"
RULE_COLUMNS = {
    "line": "int64",
    "institution_id": "string",
    "category_text": "string",
    "category_code": "string",
    "by": "string",
    "why": "string",
}


def folded(text: StringValue) -> StringValue:
    """`text` in lower case with single blanks, as rules are compared."""
    return engine.trimmed(text.lower().re_replace(r"\s+", " "))


def categorise(texts: Table, rules: Table) -> Table:
    """institution_id, category_text, category_code for the distinct `texts` that a rule fits.

    An institution's own rule stands before one for any; among those the last line wins.
    """
    ruled = rules.mutate(folded=folded(rules.category_text))
    wanted = texts.mutate(folded=folded(texts.category_text))
    fits = wanted.join(
        ruled.select("line", "folded", "category_code", rule_institution=ruled.institution_id),
        "folded",
    )
    fits = fits.filter(fits.rule_institution.isnull() | (fits.rule_institution == fits.institution_id))
    rank = fits.line + ibis.ifelse(fits.rule_institution.notnull(), 1_000_000_000, 0)
    fits = fits.mutate(rank=rank).group_by("institution_id", "category_text").mutate(best=lambda t: t["rank"].max())
    best = fits.filter(fits["rank"] == fits.best)
    return best.select("institution_id", "category_text", "category_code").distinct()
