"""One barrier found in a draft."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Barrier:
    """heading is a key of HEADINGS; where and text say what was found; why it matters; instead, what would do."""

    heading: str
    barrier: str
    where: str
    text: str
    why: str
    instead: str

    def document(self) -> dict[str, str]:
        return asdict(self)
