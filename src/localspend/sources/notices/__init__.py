"""Notices: OCDS releases, packages and records of the UK portals, read, merged and made into tables."""
