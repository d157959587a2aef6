"""The words of a text as they are compared: lower case, abbreviations written out, endings cut off."""

import re
from functools import lru_cache

#: What ledgers shorten, in full. Only what can hardly mean anything else.
ABBREVIATIONS = {
    "accom": "accommodation", "acct": "accountancy", "adaps": "adaptations", "admin": "administration",
    "adv": "advertising", "advert": "advertising", "adverts": "advertising", "bldg": "building", "bldgs": "building",
    "chgs": "charges", "clng": "cleaning", "comm": "communications", "comms": "communications",
    "comp": "computer", "conf": "conference", "consult": "consultants", "contr": "contractor", "dev": "development",
    "dom": "domestic", "educ": "education", "elec": "electricity", "equip": "equipment", "equipt": "equipment",
    "eqpt": "equipment", "eqp": "equipment", "exp": "expenses", "furn": "furniture", "gds": "grounds",
    "grnds": "grounds", "hosp": "hospital", "hsg": "housing", "info": "information", "insur": "insurance",
    "lic": "licences", "license": "licences", "licenses": "licences", "licensing": "licences", "maint": "maintenance",
    "maintce": "maintenance", "mtce": "maintenance", "mtnce": "maintenance", "med": "medical", "mgmt": "management",
    "mgt": "management", "misc": "miscellaneous", "mtls": "materials", "mats": "materials", "nurs": "nursing",
    "opp": "operations", "org": "organisations", "orgs": "organisations", "phone": "telephone", "phones": "telephone",
    "pmt": "payment", "pmts": "payment", "pymt": "payment", "pymts": "payment", "prem": "premises",
    "prof": "professional", "prog": "programme", "purch": "purchase", "rep": "repairs", "reps": "repairs",
    "res": "residential", "resid": "residential", "sch": "school", "serv": "services", "servs": "services",
    "svc": "services", "svcs": "services", "soc": "social", "stat": "stationery", "subs": "subscriptions",
    "surg": "surgical", "tel": "telephone", "temp": "temporary", "trng": "training", "transp": "transport",
    "trans": "transport", "veh": "vehicle", "vehs": "vehicle", "vol": "voluntary", "wks": "works",
    "organization": "organisations", "organizations": "organisations", "centres": "centre", "center": "centre",
    "program": "programme", "programs": "programme", "tyres": "tyre", "tire": "tyre",
}  # fmt: skip
#: Words that join, or that every ledger and notice has.
STOP = frozenset(
    [
        "a", "an", "and", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "other", "the", "to", "with",
        "within", "per", "via", "not", "be", "as", "its", "any", "all", "various", "provision", "supply", "supplier",
        "suppliers", "contract", "tender", "framework", "agreement",
    ]
)  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    """The distinct words of `text` that say something, in order: 'Gas Servicing & Heating' -> ga, servic, heat."""
    found = (ABBREVIATIONS.get(word, word) for word in re.findall(r"[a-z]+", text.lower().replace("'", "")))
    return tuple(dict.fromkeys(_root(word) for word in found if len(word) > 1 and word not in STOP))


@lru_cache(maxsize=65536)
def _root(word: str) -> str:
    """`word` without the endings that singular, plural and the forms of a verb differ by."""
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
