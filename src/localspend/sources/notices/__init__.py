"""Notices: OCDS releases, packages and records of the UK portals, read, merged and made into tables."""

from localspend.sources.notices.convert import PARTS, Account, accounts, as_source_file, convert
from localspend.sources.notices.read import Found, recognised, releases

__all__ = ["PARTS", "Account", "Found", "accounts", "as_source_file", "convert", "recognised", "releases"]
