"""What there is to say of releases: the findings of reading and merging, a row each as tables/findings."""

from dataclasses import dataclass

VERSION = "1"
#: check -> what it finds, in words that follow a count.
CHECKS = {
    "notice_unreadable": "could not be read and are left out",
    "notice_encoding": "are not in UTF-8 and were read as ISO-8859-1",
    "notice_shape": "have a list where an object is due, or the reverse, or an id that is none",
    "notice_undated": "have no date that can be read, so their place among the others is a guess",
    "notice_unmergeable": "contradict each other in shape, so only what is read of them was merged",
    "notice_value_unusable": "have a value that is no amount of money",
    "award_id_missing": "have an award or contract without an id",
    "award_id_repeated": "have one id for several awards, each of which is kept",
    "contract_id_repeated": "have one id for several contracts, each of which is kept",
}


@dataclass(frozen=True)
class Remark:
    """One finding: `check` of CHECKS, `subject` (an ocid, or the file) and where it stands."""

    check: str
    subject: str
    detail: str
    source_id: str
    line: int | None
