"""Ledgers: what public bodies publish of their payments, contracts and suppliers, whatever its shape -> tables."""

from localspend.sources.ledgers.reading import Reading

__all__ = ["Reading", "read"]


def read(*args: object, **kwargs: object) -> list[Reading]:  # the walking slice follows
    raise NotImplementedError
