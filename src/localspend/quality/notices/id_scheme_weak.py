"""Identifier of one portal only: a party's identifier is one that other lists know.

GB-FTS and GB-CFS number an account on a portal, not an organisation: the same firm has several.
Does not apply: no party has an identifier with a scheme.
Fix: give the company number (GB-COH), charity number (GB-CHC) or the Act's GB-PPON.
Source: org-id.guide; Find a Tender as published.
"""

from localspend.quality.headings import IDENTIFIERS
from localspend.quality.ids import WEAK
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("notices",)
HEADING = IDENTIFIERS


def notice(n: Notice) -> list[Place] | None:
    """Parties all of whose identifiers are a portal's own."""
    held = [p for p in n.parties if p.scheme or p.portal_only]
    if not held:
        return None
    return [
        (p.where, p.id if p.portal_only else f"{p.scheme}-{p.number or ''}")
        for p in held
        if p.portal_only or p.scheme in WEAK
    ]
