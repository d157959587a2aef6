"""Ledgers: what public bodies publish of their payments, contracts and suppliers, whatever its shape -> tables."""

from localspend.sources.ledgers.manifest import load as load_manifest
from localspend.sources.ledgers.read import read, read_together
from localspend.sources.ledgers.reading import Reading

__all__ = ["Reading", "load_manifest", "read", "read_together"]
