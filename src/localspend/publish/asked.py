"""What a publisher asks for."""

import re
from dataclasses import dataclass
from datetime import date

from localspend.errors import UsageError

#: No publisher has it: the Open Contracting Partnership gives out prefixes.
PLACEHOLDER = "ocds-000000"
#: Licence -> its title and address.
LICENCES = {
    "OGL-UK-3.0": (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


@dataclass(frozen=True)
class Asked:
    """what: a part or all. institution: only this one. dated: the day of publication. The publisher as OCDS says it."""

    what: str = "all"
    institution: str | None = None
    dated: date | None = None
    licence: str = "OGL-UK-3.0"
    ocid_prefix: str = PLACEHOLDER
    publisher_name: str | None = None
    publisher_id: str | None = None
    publisher_uri: str | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch("ocds-[a-z0-9]{6}", self.ocid_prefix):
            raise UsageError(
                f"{self.ocid_prefix!r} is no ocid prefix", where="--ocid-prefix",
                todo="Such as ocds-b5fd17: six letters or digits that the Open Contracting Partnership gave you",
            )  # fmt: skip
        if self.publisher_id is not None and not re.fullmatch(r"[A-Z]{2,3}-[A-Z0-9]+-.+", self.publisher_id):
            raise UsageError(
                f"{self.publisher_id!r} is no org-id", where="--publisher-id", todo="Such as GB-LAE-BIR (org-id.guide)"
            )
        if self.publisher_uri is not None and not re.fullmatch(r"https?://\S+", self.publisher_uri):
            raise UsageError(
                f"{self.publisher_uri!r} is no address", where="--publisher-uri", todo="Such as https://example.org/"
            )
