"""Where a network keeps its own rules: found without an engine, because a build hashes them before it starts one."""

from pathlib import Path

from localspend.errors import InputError
from localspend.network import Institution, Network

#: Thresholds of its own, inside its folder.
THRESHOLDS = Path("rules") / "thresholds.csv"


def thresholds(folder: Path | None) -> Path | None:
    """The network's own thresholds, where it has any."""
    path = folder / THRESHOLDS if folder else None
    return path if path and path.is_file() else None


def standing_orders(network: Network, institution: Institution) -> Path | None:
    """The institution's standing orders; None where it names none. Raises InputError if nothing is there."""
    if institution.standing_orders is None:
        return None
    path = network.folder / institution.standing_orders
    if not path.is_file():
        raise InputError(
            f"standing_orders of {institution.id} names a file that is not there: {institution.standing_orders}",
            where=str(network.folder / "network.toml"), todo="Mend the name, or leave the key out",
        )  # fmt: skip
    return path


def every(network: Network) -> list[Path]:
    """All files of rules that a build of `network` reads. Raises InputError."""
    found = [thresholds(network.folder), *(standing_orders(network, one) for one in network.institutions)]
    return [path for path in found if path]
