"""The publisher's own codes: CPV, ProClass and merchant categories that stand in its cells -> CPV codes.

A code is believed where it can hardly be anything else: a CPV code with its check digit (77310000-6) anywhere in the
category text; a code in a column whose header names its scheme; or a bare number where CODED of the distinct texts of
that source are known codes of one scheme.
"""

import re

import ibis
import pyarrow as pa
from ibis.expr.types import StringValue, Table

from localspend import engine
from localspend.categories.knowledge import merchants, proclass
from localspend.categories.titles import DIVISIONS

#: Scheme -> what its codes look like, and what its headers say.
SCHEMES = {
    "cpv": (r"[0-9]{8}", "cpv"),
    "proclass": (r"[0-9]{6}", "pro ?class"),
    "mcc": (r"[0-9]{4}", "mcc|merchant category code"),
}
CODED = 0.9
CHECKED = r"(?:^|[^0-9])([0-9]{8})-[0-9](?:[^0-9]|$)"
COLUMNS = {"found_code": "string", "category_code": "string"}


def written(t: Table) -> StringValue:
    """`scheme:code` as the publisher wrote it beside a payment of `t`, else null.

    `t`: category_text, raw (a JSON object of other cells, or null), scheme (that of its source, as `coded` says).
    """
    bare = ibis.cases(
        *(
            (
                (t.scheme == scheme) & t.category_text.re_search(rf"^\s*{form}(-[0-9])?\s*$"),
                scheme + ":" + t.category_text.re_extract(rf"^\s*({form})", 1),
            )
            for scheme, (form, _) in SCHEMES.items()
        ),
        else_=ibis.null("string"),
    )
    named = t.raw.re_search("(?i)" + "|".join(header for _, header in SCHEMES.values())).fill_null(False)
    headed = ibis.coalesce(*(_found(scheme, t.raw.re_extract(_headed(scheme), 1)) for scheme in SCHEMES))
    checked = _found("cpv", t.category_text.re_extract(CHECKED, 1))
    return ibis.coalesce(checked, bare, ibis.ifelse(named, headed, ibis.null("string")))


def coded(t: Table) -> Table:
    """source_id and scheme of the sources whose category texts are codes of one scheme."""
    texts = t.select("source_id", text="category_text").filter(lambda d: d.text.notnull()).distinct()
    numbers = texts.select(
        "source_id",
        "text",
        digits=texts.text.re_extract(r"^\s*([0-9]{4}|[0-9]{6}|[0-9]{8})(-[0-9])?\s*$", 1).nullif(""),
    )
    counted = numbers.group_by("source_id").aggregate(texts=numbers.count(), coded=numbers.digits.count())
    likely = counted.filter(counted.coded >= CODED * counted.texts)
    candidates = numbers.semi_join(likely, "source_id").filter(lambda d: d.digits.notnull())
    known: dict[tuple[str, str], int] = {}
    whole: dict[str, int] = {}
    for row in candidates.to_pyarrow().to_pylist():
        whole[row["source_id"]] = whole.get(row["source_id"], 0) + 1
        for scheme in SCHEMES:
            if category(scheme, row["digits"]):
                known[row["source_id"], scheme] = known.get((row["source_id"], scheme), 0) + 1
    rows = sorted(pair for pair, n in known.items() if n >= CODED * whole[pair[0]])
    arrow = pa.table({"source_id": [s for s, _ in rows], "scheme": [k for _, k in rows]}, pa.schema(
        [("source_id", pa.string()), ("scheme", pa.string())]))  # fmt: skip
    return engine.from_arrow(t.get_backend(), arrow)


def categories(found: Table) -> Table:
    """found_code and category_code of the distinct `scheme:code` in `found` that are known."""
    pairs = [row["found_code"] for row in found.to_pyarrow().to_pylist() if row["found_code"]]
    rows = [(code, known) for code in sorted(pairs) if (known := category(*code.split(":", 1)))]
    arrow = pa.table([[code for code, _ in rows], [known for _, known in rows]], schema=pa.schema(
        [(name, pa.string()) for name in COLUMNS]))  # fmt: skip
    return engine.from_arrow(found.get_backend(), arrow)


def category(scheme: str, code: str) -> str | None:
    """The CPV code that a code of a scheme stands for ('none': no purchase), None for a code that is not known.

    CPV: its class, as a finer code is too fine to compare. ProClass: the longest of our stems that begins it, two
    digits only for a heading (270000) or a remainder (279999).
    """
    if scheme == "cpv":
        digits = 5 if code.startswith("8531") else 4
        return code[:digits].ljust(8, "0") if len(code) == 8 and code[:2] in DIVISIONS else None
    if scheme == "mcc":
        return merchants().get(code, (None, ""))[0]
    whole = re.fullmatch(r"\d\d(0000|\d\d99)", code)
    least = 2 if whole else 4
    stems = (code[:n] for n in range(len(code), least - 1, -1))
    return next((found for stem in stems if (found := proclass().get(stem))), None) if len(code) == 6 else None


def _found(scheme: str, code: StringValue) -> StringValue:
    return f"{scheme}:" + code.nullif("")


def _headed(scheme: str) -> str:
    """A regular expression over `raw` (a JSON object) for the code in a column whose header names `scheme`."""
    form, header = SCHEMES[scheme]
    return rf'(?i)"[^"]*\b(?:{header})\b[^"]*": ?"?({form})(?:-[0-9])?(?:\.0)?["\s,}}]'
