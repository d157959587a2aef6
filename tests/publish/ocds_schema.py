"""What OCDS 1.1.5 asks of the fields that we write, as a closed JSON Schema of our own.

The official one is run beside it (official.py). This one was written from the reference (required fields, types, closed
code lists, formats) and is stricter: a field that we do not write is an error, a blank text and a reference that leads
nowhere too.
"""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import jsonschema

Json = dict[str, Any]
TEXT: Json = {"type": "string", "minLength": 1}
MOMENT: Json = {"type": "string", "format": "date-time"}
URI: Json = {"type": "string", "format": "uri"}
TAGS = [
    "planning",
    "planningUpdate",
    "tender",
    "tenderAmendment",
    "tenderUpdate",
    "tenderCancellation",
    "award",
    "awardUpdate",
    "awardCancellation",
    "contract",
    "contractUpdate",
    "contractAmendment",
    "implementation",
    "implementationUpdate",
    "contractTermination",
    "compiled",
]
ROLES = [
    "buyer",
    "procuringEntity",
    "supplier",
    "tenderer",
    "funder",
    "enquirer",
    "payer",
    "payee",
    "reviewBody",
    "interestedParty",
    "invitedCandidate",
    "issuingBank",
    "guarantor",
]


def closed(required: str, **properties: Json) -> Json:
    """An object with these properties and no other."""
    return {
        "type": "object", "required": required.split(), "properties": properties, "additionalProperties": False,
        "minProperties": 1,
    }  # fmt: skip


def listed(of: Json, least: int = 1) -> Json:
    """A list without repetition."""
    return {"type": "array", "items": of, "uniqueItems": True, "minItems": least}


VALUE = closed("amount currency", amount={"type": "number"}, currency={"type": "string", "pattern": "^[A-Z]{3}$"})
PERIOD = closed("", startDate=MOMENT, endDate=MOMENT, maxExtentDate=MOMENT)
REFERENCE = closed("id name", id=TEXT, name=TEXT)
IDENTIFIER = closed("scheme id", scheme=TEXT, id=TEXT, legalName=TEXT)
ADDRESS = closed("", postalCode=TEXT)
PARTY = closed(
    "id name roles", id=TEXT, name=TEXT, identifier=IDENTIFIER, address=ADDRESS, roles=listed({"enum": ROLES})
)
CPV = closed("scheme id", scheme={"enum": ["CPV"]}, id={"type": "string", "pattern": "^[0-9]{8}$"}, description=TEXT)
ITEMS = listed(closed("id", id=TEXT, description=TEXT, classification=CPV, relatedLot=TEXT))
LOT = closed("id", id=TEXT, title=TEXT, value=VALUE)
TENDER = closed(
    "id", id=TEXT, title=TEXT, procurementMethodDetails=TEXT, description=TEXT, value=VALUE,
    status={"enum": ["planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"]},
    tenderPeriod=PERIOD, contractPeriod=PERIOD, items=ITEMS, lots=listed(LOT),
)  # fmt: skip
AWARD = closed(
    "id", id=TEXT, title=TEXT, description=TEXT, status={"enum": ["pending", "active", "cancelled", "unsuccessful"]},
    date=MOMENT, value=VALUE, contractPeriod=PERIOD, suppliers=listed(REFERENCE), items=ITEMS,
    relatedLots=listed(TEXT),
)  # fmt: skip
CONTRACT = closed(
    "id awardID", id=TEXT, awardID=TEXT, title=TEXT, description=TEXT,
    status={"enum": ["pending", "active", "cancelled", "terminated"]}, value=VALUE, period=PERIOD, items=ITEMS,
)  # fmt: skip
RELEASE = closed(
    "ocid id date tag initiationType", ocid={"type": "string", "pattern": "^ocds-[a-z0-9]{6}[a-z0-9]*-."},
    id=TEXT, date=MOMENT, tag=listed({"enum": TAGS}), initiationType={"enum": ["tender"]}, language=TEXT,
    parties=listed(PARTY), buyer=REFERENCE, tender=TENDER, awards=listed(AWARD), contracts=listed(CONTRACT),
)  # fmt: skip
PACKAGE: Json = {
    "uri": URI,
    "version": {"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
    "publishedDate": MOMENT,
    "publisher": closed("name", name=TEXT, scheme=TEXT, uid=TEXT, uri=URI),
    "license": URI,
    "extensions": listed(URI),
}
RELEASES = closed("uri publisher publishedDate releases version", **PACKAGE, releases=listed(RELEASE))
RECORD = closed("ocid releases", ocid=TEXT, releases=listed(RELEASE), compiledRelease=RELEASE)
RECORDS = closed("uri publisher publishedDate records version", **PACKAGE, records=listed(RECORD))

FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    """RFC 3339: a day, a time and a zone."""
    text = str(value)
    return bool(re.search(r"(Z|[+-]\d\d:\d\d)$", text)) and datetime.fromisoformat(text).tzinfo is not None


@FORMATS.checks("uri")
def is_uri(value: object) -> bool:
    """A scheme and something after it."""
    parts = urlsplit(str(value))
    return bool(parts.scheme) and bool(parts.netloc or parts.path)


def faults(package: Json) -> list[str]:
    """What is wrong with a release or record package: by the schema, and between its parts."""
    schema = RECORDS if "records" in package else RELEASES
    validator = jsonschema.Draft4Validator(schema, format_checker=FORMATS)
    found = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(package)]
    releases = package.get("releases") or [r for one in package.get("records", []) for r in one["releases"]]
    return found + [f"{r.get('ocid')}: {words}" for r in releases for words in between(r, package)]


def between(release: Json, package: Json) -> list[str]:
    """References that lead nowhere, and lots without their extension."""
    parties = {party["id"]: set(party["roles"]) for party in release.get("parties", [])}
    awards = {award["id"] for award in release.get("awards", [])}
    asked = [(release["buyer"]["id"], "buyer")] if "buyer" in release else []
    asked += [(s["id"], "supplier") for award in release.get("awards", []) for s in award.get("suppliers", [])]
    found = [f"{one} is no {role} among the parties" for one, role in asked if role not in parties.get(one, ())]
    found += [f"no award {c['awardID']}" for c in release.get("contracts", []) if c["awardID"] not in awards]
    lots = {lot["id"] for lot in release.get("tender", {}).get("lots", [])}
    related = {lot for award in release.get("awards", []) for lot in award.get("relatedLots", [])}
    found += [f"no lot {lot}" for lot in sorted(related - lots)]
    if lots and not any("ocds_lots_extension" in address for address in package.get("extensions", [])):
        found.append("lots without their extension")
    return found
