"""The five invented institutions: what they are and what share of the sample's payments is theirs."""

from typing import NamedTuple


class Institution(NamedTuple):
    """One invented member of the network; `payments` at scale 1."""

    id: str
    name: str
    kind: str
    authority: str
    postcode: str
    payments: int
    style: str


INSTITUTIONS = {
    i.kind: i
    for i in (
        Institution(
            "sample-city-council",
            "Sample City Council (invented)",
            "council",
            "sub-central",
            "B1 2QA",
            118_000,
            "plain",
        ),
        Institution(
            "sample-hospitals", "Sample Hospitals NHS Trust (invented)", "nhs", "central", "B9 5LR", 16_000, "capitals"
        ),
        Institution(
            "sample-university", "Sample University (invented)", "university", "none", "B1 3LZ", 34_000, "plain"
        ),
        Institution("sample-police", "Sample Police (invented)", "police", "sub-central", "B33 8BD", 27_000, "cut"),
        Institution(
            "sample-homes",
            "Sample Homes Housing Association (invented)",
            "housing-association",
            "sub-central",
            "B33 0HB",
            28_000,
            "plain",
        ),
    )
}
#: Purchase cards of the council, at scale 1.
CARDS = 26_000
