"""Ledgers: what public bodies publish of their payments, contracts and suppliers, whatever its shape -> tables."""

from localspend.sources.ledgers.read import read
from localspend.sources.ledgers.reading import Reading

__all__ = ["Reading", "read"]
