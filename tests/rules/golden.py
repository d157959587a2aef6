"""Golden cases: written from the cited source, not from the program's tables. Each is one question and its answer.

`required` names the notices that must be published on a route; `reserve` gives the verdict on each area.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

SI = "SI 2025/1200 (thresholds from 1 January 2026)"
FORMER = "Procurement Act 2023 Sch. 1 as made (2024-25 values)"
S87 = "Procurement Act 2023 s. 87"
SCH3 = "Procurement Act 2023 Sch. 3 para. 1"
ORDER = "SI 2026/94 and MHCLG guidance of 3 December 2025"
LORDS = "House of Lords, 21 January 2026, on art. 3(5)(a): a council cannot subdivide its area"
LGA = "Local Government Act 1988 s. 17(5)(e)"
PPN = "PPN 005"
LUPC = "LUPC guidance to universities"
S84 = "Procurement Act 2023 s. 84 (schools)"
PSR = "SI 2023/1348 (Provider Selection Regime)"
COMMENCEMENT = "Procurement Act 2023 in force on 24 February 2025"

ABOVE, NOTIFIABLE, BELOW = "above-threshold", "below-threshold-notifiable", "below-threshold"
OUTSIDE, EARLIER = "outside-the-act", "earlier-law"
EAST, BIRMINGHAM, COUNTY = "wards:E05011120", "districts:E08000025", "counties:E11000005"
REGION, LONDON = "regions:E12000005", "districts:E09000001"


class Case(NamedTuple):
    """What is asked, and what the source says."""

    source: str
    asked: dict[str, Any]
    estimated: str
    threshold: str | None
    regime: str
    regulated: bool = True
    required: Mapping[str, set[str]] = MappingProxyType({})
    reserve: Mapping[str, str] = MappingProxyType({})


def ask(
    buyer: str, contract: str, value: str, vat: str = "included", on: str = "2026-11-22", **more: Any
) -> dict[str, Any]:
    return {"buyer": buyer, "contract": contract, "value": value, "vat": vat, "on": on, **more}


CASES = {
    # Thresholds by buyer, contract and day of commencement; VAT is included in every one of them.
    "council services net of VAT": Case(
        SI,
        ask("council", "services", "180000", "excluded"),
        "216000.00",
        "207720.00",
        ABOVE,
        required={
            "open": {"UK4", "UK6", "UK7", "UK8", "UK11", "UK17"},
            "direct-award": {"UK5", "UK6", "UK7", "UK8", "UK11", "UK17"},
        },
    ),
    "council services with an option": Case(
        SCH3, ask("council", "services", "180000", "excluded", options=["60000"]), "288000.00", "207720.00", ABOVE
    ),
    "council services under": Case(
        SI, ask("council", "services", "173000", "excluded"), "207600.00", "207720.00", NOTIFIABLE
    ),
    "council services at the threshold": Case(
        SI, ask("council", "services", "207720"), "207720.00", "207720.00", ABOVE
    ),
    "a penny under": Case(SI, ask("council", "goods", "207719.99"), "207719.99", "207720.00", NOTIFIABLE),
    "council at the end of 2025": Case(
        FORMER, ask("council", "services", "210000", on="2025-12-31"), "210000.00", "214904.00", NOTIFIABLE
    ),
    "council on new year's day 2026": Case(
        SI, ask("council", "services", "210000", on="2026-01-01"), "210000.00", "207720.00", ABOVE
    ),
    "NHS goods": Case(
        "SI 2021/872: NHS trusts are central; " + SI, ask("nhs", "goods", "136000"), "136000.00", "135018.00", ABOVE
    ),
    "NHS goods in 2025": Case(
        FORMER, ask("nhs", "goods", "136000", on="2025-06-02"), "136000.00", "139688.00", NOTIFIABLE
    ),
    "ministry services": Case(SI, ask("central", "services", "135018"), "135018.00", "135018.00", ABOVE),
    "university goods": Case(SI, ask("university", "goods", "150000"), "150000.00", "207720.00", NOTIFIABLE),
    "housing association services": Case(
        SI, ask("housing-association", "services", "207720"), "207720.00", "207720.00", ABOVE
    ),
    "police goods": Case(SI, ask("police", "goods", "207719"), "207719.00", "207720.00", NOTIFIABLE),
    "fire services": Case(SI, ask("fire", "services", "300000"), "300000.00", "207720.00", ABOVE),
    "council works under": Case(SI, ask("council", "works", "5192999.99"), "5192999.99", "5193000.00", NOTIFIABLE),
    "council works at": Case(
        SI,
        ask("council", "works", "5193000"),
        "5193000.00",
        "5193000.00",
        ABOVE,
        required={"open": {"UK4", "UK6", "UK7", "UK8", "UK9", "UK11", "UK17"}},
    ),
    "NHS works": Case(SI, ask("nhs", "works", "4000000"), "4000000.00", "5193000.00", NOTIFIABLE),
    "council works in 2025": Case(
        FORMER, ask("council", "works", "5200000", on="2025-03-03"), "5200000.00", "5372609.00", NOTIFIABLE
    ),
    "light touch under": Case(SI, ask("council", "light-touch", "663539"), "663539.00", "663540.00", NOTIFIABLE),
    "light touch at": Case(SI, ask("council", "light-touch", "663540"), "663540.00", "663540.00", ABOVE),
    "light touch in 2025": Case(
        FORMER, ask("council", "light-touch", "663540", on="2025-05-05"), "663540.00", "663540.00", ABOVE
    ),
    "concession under": Case(
        "Procurement Act 2023 s. 84 (concessions)",
        ask("council", "concession", "5000000"),
        "5000000.00",
        "5193000.00",
        BELOW,
        regulated=False,
    ),
    "concession at": Case(SI, ask("council", "concession", "5193000"), "5193000.00", "5193000.00", ABOVE),
    "light touch concession": Case(
        SI, ask("council", "light-touch-concession", "5300000"), "5300000.00", "5372609.00", BELOW, regulated=False
    ),
    # Notifiable below-threshold contracts.
    "council at 30,000": Case(
        S87,
        ask("council", "services", "30000"),
        "30000.00",
        "207720.00",
        NOTIFIABLE,
        required={"open-advert": {"UK4", "UK7"}, "closed-quotes": {"UK7"}, "direct-award": {"UK7"}},
    ),
    "council under 30,000": Case(
        S87,
        ask("council", "services", "29999.99"),
        "29999.99",
        "207720.00",
        BELOW,
        required={"open-advert": set(), "closed-quotes": set(), "direct-award": set()},
    ),
    "council 25,000 net": Case(
        S87, ask("council", "services", "25000", "excluded"), "30000.00", "207720.00", NOTIFIABLE
    ),
    "council 25,000 exempt": Case(S87, ask("council", "services", "25000", "exempt"), "25000.00", "207720.00", BELOW),
    "reduced rate of VAT": Case(
        SCH3, ask("council", "goods", "28000", "excluded", vat_rate="5"), "29400.00", "207720.00", BELOW
    ),
    "NHS at 12,000": Case(
        S87,
        ask("nhs", "services", "12000"),
        "12000.00",
        "135018.00",
        NOTIFIABLE,
        required={"open-advert": {"UK4", "UK7"}, "direct-award": {"UK7"}},
    ),
    "NHS under 12,000": Case(S87, ask("nhs", "services", "11999.99"), "11999.99", "135018.00", BELOW),
    "ministry 10,000 net": Case(S87, ask("central", "goods", "10000", "excluded"), "12000.00", "135018.00", NOTIFIABLE),
    "parish 40,000": Case(S87, ask("town-or-parish", "works", "40000"), "40000.00", "5193000.00", NOTIFIABLE),
    # Valuation: everything that may be paid counts.
    "three years": Case(
        SCH3, ask("council", "services", "60000", "excluded", years=3), "216000.00", "207720.00", ABOVE
    ),
    "three years and two options": Case(
        SCH3,
        ask("council", "services", "40000", years=3, options=["40000", "40000"]),
        "200000.00",
        "207720.00",
        NOTIFIABLE,
    ),
    "lots are summed": Case(
        "Trowers, January 2026: the total of all lots decides",
        ask("council", "services", "0", lots=["70000", "70000", "70000"]),
        "210000.00",
        "207720.00",
        ABOVE,
    ),
    "lots under": Case(
        "Trowers, January 2026: the total of all lots decides",
        ask("council", "services", "0", lots=["60000", "60000"]),
        "120000.00",
        "207720.00",
        NOTIFIABLE,
    ),
    "another need of the same kind": Case(
        "Procurement Act 2023 Sch. 3 para. 4",
        ask("council", "services", "150000", also=["60000"]),
        "210000.00",
        "207720.00",
        ABOVE,
    ),
    "another need, apart for a good reason": Case(
        "Procurement Act 2023 Sch. 3 para. 4",
        ask("council", "services", "150000", also=["60000"], apart="another service user group, a year later"),
        "150000.00",
        "207720.00",
        NOTIFIABLE,
    ),
    "a joint buy is valued together": Case(
        "MHCLG and Trowers: joint purchases are valued together",
        ask("council", "goods", "150000", joint=[("university", "60000")]),
        "210000.00",
        "207720.00",
        ABOVE,
    ),
    "a joint buy with the NHS": Case(
        "SI 2021/872: the lower threshold of a central body binds it",
        ask("council", "goods", "100000", joint=[("nhs", "40000")]),
        "140000.00",
        "135018.00",
        ABOVE,
    ),
    "a part that reaches its own threshold": Case(
        "Procurement Act 2023 s. 5",
        ask("council", "works", "2000000", parts=[("services", "250000")]),
        "2000000.00",
        "5193000.00",
        ABOVE,
    ),
    "a part that does not": Case(
        "Procurement Act 2023 s. 5",
        ask("council", "works", "2000000", parts=[("services", "150000")]),
        "2000000.00",
        "5193000.00",
        NOTIFIABLE,
    ),
    "half a penny rounds up": Case(
        "General practice: to the penny, half up",
        ask("council", "goods", "1000.0042", "excluded"),
        "1200.01",
        "207720.00",
        BELOW,
    ),
    "decided before rounding": Case(SI, ask("council", "goods", "207719.996"), "207720.00", "207720.00", NOTIFIABLE),
    # Bodies and contracts with an answer of their own.
    "school": Case(S84, ask("school", "goods", "100000"), "100000.00", "207720.00", BELOW, regulated=False),
    "school above": Case(SI, ask("school", "goods", "300000"), "300000.00", "207720.00", ABOVE),
    "college": Case(
        S84, ask("further-education", "services", "50000"), "50000.00", "207720.00", BELOW, regulated=False
    ),
    "university outside the Act": Case(
        "Universities may stand outside the Act",
        ask("university", "goods", "900000", authority="none"),
        "900000.00",
        None,
        OUTSIDE,
        regulated=False,
    ),
    "NHS health care": Case(PSR, ask("nhs", "health-care", "900000"), "900000.00", None, OUTSIDE, regulated=False),
    "council public health": Case(
        PSR, ask("council", "health-care", "50000"), "50000.00", None, OUTSIDE, regulated=False
    ),
    "housing association health care": Case(
        PSR + " names NHS bodies and local authorities",
        ask("housing-association", "health-care", "700000"),
        "700000.00",
        "663540.00",
        ABOVE,
    ),
    "Scotland": Case(
        "Scotland has its own law",
        ask("council", "services", "90000", nation="scotland"),
        "90000.00",
        None,
        OUTSIDE,
        regulated=False,
    ),
    "the day before the Act": Case(
        COMMENCEMENT,
        ask("council", "services", "50000", on="2025-02-23"),
        "50000.00",
        "214904.00",
        EARLIER,
        regulated=False,
    ),
    "the Act's first day": Case(
        COMMENCEMENT, ask("council", "services", "50000", on="2025-02-24"), "50000.00", "214904.00", NOTIFIABLE
    ),
    "earlier and above": Case(
        COMMENCEMENT, ask("nhs", "goods", "140000", on="2024-07-01"), "140000.00", "139688.00", EARLIER
    ),
}
