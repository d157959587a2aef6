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
    # Reservation: allowed, refused, unsettled.
    "council reserves": Case(
        ORDER,
        ask(
            "council",
            "services",
            "50000",
            reserve=[EAST, BIRMINGHAM, COUNTY, REGION, "uk"],
            reserve_size=["sme", "vcse"],
        ),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={
            EAST: "refused",
            BIRMINGHAM: "allowed",
            COUNTY: "allowed",
            REGION: "refused",
            "uk": "allowed",
            "sme": "allowed",
            "vcse": "allowed",
        },
    ),
    "council reserves to a part": Case(
        LORDS,
        ask("council", "goods", "20000", reserve=[EAST]),
        "20000.00",
        "207720.00",
        BELOW,
        reserve={EAST: "refused"},
    ),
    "council before the Order": Case(
        LGA,
        ask("council", "services", "50000", on="2026-02-03", reserve=[BIRMINGHAM, "uk"]),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={BIRMINGHAM: "refused", "uk": "refused"},
    ),
    "council on the Order's first day": Case(
        ORDER,
        ask("council", "services", "50000", on="2026-02-04", reserve=[BIRMINGHAM]),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={BIRMINGHAM: "allowed"},
    ),
    "police as the council": Case(
        ORDER,
        ask("police", "goods", "50000", reserve=[EAST, COUNTY]),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={EAST: "refused", COUNTY: "allowed"},
    ),
    "council knows its area": Case(
        ORDER,
        ask(
            "council",
            "goods",
            "50000",
            own_areas=["E08000025", "E11000005"],
            reserve=[BIRMINGHAM, "districts:E08000029", COUNTY],
        ),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={BIRMINGHAM: "allowed", "districts:E08000029": "refused", COUNTY: "allowed"},
    ),
    "council in Wales": Case(
        "The Order of 2026 speaks of England",
        ask("council", "goods", "50000", nation="wales", reserve=["uk"]),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={"uk": "unsettled"},
    ),
    "above threshold nobody reserves": Case(
        "Procurement Act 2023 s. 90",
        ask("council", "services", "500000", reserve=[EAST, BIRMINGHAM, "uk"], reserve_size=["sme"]),
        "500000.00",
        "207720.00",
        ABOVE,
        reserve={EAST: "refused", BIRMINGHAM: "refused", "uk": "refused", "sme": "refused"},
    ),
    "university above threshold": Case(
        "Procurement Act 2023 s. 90",
        ask("university", "services", "500000", reserve=[EAST]),
        "500000.00",
        "207720.00",
        ABOVE,
        reserve={EAST: "refused"},
    ),
    "ministry": Case(
        PPN,
        ask("central", "services", "50000", reserve=[EAST, BIRMINGHAM, COUNTY, LONDON, REGION, "uk"]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={
            EAST: "refused",
            BIRMINGHAM: "refused",
            COUNTY: "allowed",
            LONDON: "allowed",
            REGION: "refused",
            "uk": "allowed",
        },
    ),
    "ministry by size alone": Case(
        PPN,
        ask("central", "services", "50000", reserve_size=["sme"]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={"sme": "refused"},
    ),
    "ministry by size and county": Case(
        PPN,
        ask("central", "services", "50000", reserve=[COUNTY], reserve_size=["sme"]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={COUNTY: "allowed", "sme": "allowed"},
    ),
    "NHS below county": Case(
        "DOMAIN: unsettled",
        ask("nhs", "goods", "50000", reserve=[EAST, BIRMINGHAM, COUNTY, "uk"]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={EAST: "unsettled", BIRMINGHAM: "unsettled", COUNTY: "allowed", "uk": "allowed"},
    ),
    "university by ward": Case(
        LUPC,
        ask("university", "goods", "50000", reserve=[EAST, BIRMINGHAM]),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={EAST: "unsettled", BIRMINGHAM: "allowed"},
    ),
    "housing association by ward": Case(
        LUPC,
        ask("housing-association", "works", "50000", reserve=[EAST, COUNTY]),
        "50000.00",
        "5193000.00",
        NOTIFIABLE,
        reserve={EAST: "unsettled", COUNTY: "allowed"},
    ),
    "joint buying by different kinds": Case(
        "DOMAIN: joint buying by different kinds of body is unsettled",
        ask("council", "goods", "40000", joint=[("nhs", "40000")], reserve=[BIRMINGHAM, EAST]),
        "80000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={BIRMINGHAM: "unsettled", EAST: "refused"},
    ),
    "joint buying by one kind": Case(
        ORDER,
        ask("council", "goods", "40000", joint=[("police", "40000")], reserve=["uk"]),
        "80000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={"uk": "allowed"},
    ),
    "outside the Act by ward": Case(
        "No rule of the Act applies",
        ask("university", "goods", "50000", authority="none", reserve=[EAST]),
        "50000.00",
        None,
        OUTSIDE,
        regulated=False,
        reserve={EAST: "unsettled"},
    ),
    "college by ward": Case(
        "No guidance read",
        ask("further-education", "goods", "50000", reserve=[EAST]),
        "50000.00",
        "207720.00",
        BELOW,
        regulated=False,
        reserve={EAST: "unsettled"},
    ),
    "council under the earlier law": Case(
        LGA,
        ask("council", "goods", "50000", on="2024-06-03", reserve=[BIRMINGHAM]),
        "50000.00",
        "214904.00",
        EARLIER,
        regulated=False,
        reserve={BIRMINGHAM: "refused"},
    ),
    "ministry under PPN 11/20": Case(
        "PPN 11/20",
        ask("central", "goods", "50000", on="2024-06-03", reserve=[COUNTY, EAST]),
        "50000.00",
        "139688.00",
        EARLIER,
        regulated=False,
        reserve={COUNTY: "allowed", EAST: "refused"},
    ),
    "a standing concession": Case(
        "Concessions below threshold are not regulated",
        ask("council", "concession", "50000", reserve=["uk"]),
        "50000.00",
        "5193000.00",
        BELOW,
        regulated=False,
        reserve={"uk": "unsettled"},
    ),
    # Attacked: what an officer, or who advises one, would try.
    "the last day of the first thresholds, NHS": Case(
        FORMER, ask("nhs", "services", "135018", on="2025-12-31"), "135018.00", "139688.00", NOTIFIABLE
    ),
    "a year without rows keeps the last amount": Case(
        SI, ask("council", "services", "207720", on="2028-03-01"), "207720.00", "207720.00", ABOVE
    ),
    "a joint buy with the NHS is notifiable from the lower amount": Case(
        S87 + ": each body's own floor binds it",
        ask("council", "goods", "8000", joint=[("nhs", "6000")]),
        "14000.00",
        "135018.00",
        NOTIFIABLE,
    ),
    "a part in a joint buy with the NHS": Case(
        "Procurement Act 2023 s. 5; SI 2021/872",
        ask("council", "works", "1000000", parts=[("services", "140000")], joint=[("nhs", "200000")]),
        "1200000.00",
        "5193000.00",
        ABOVE,
    ),
    "a school above publishes no payments": Case(
        "DOMAIN, corrections: ss. 68 to 70 do not apply to schools",
        ask("school", "goods", "300000"),
        "300000.00",
        "207720.00",
        ABOVE,
        required={"open": {"UK4", "UK6", "UK7", "UK11"}},
    ),
    "above in 2025, before payment notices": Case(
        "ss. 69 and 70 are in force from 1 January and 1 April 2026",
        ask("council", "goods", "300000", on="2025-11-01"),
        "300000.00",
        "214904.00",
        ABOVE,
        required={"open": {"UK4", "UK6", "UK7", "UK11"}, "direct-award": {"UK5", "UK6", "UK7", "UK11"}},
    ),
    "NHS health care in 2024": Case(
        PSR + ", in force from 1 January 2024",
        ask("nhs", "health-care", "900000", on="2024-06-03"),
        "900000.00",
        None,
        OUTSIDE,
        regulated=False,
    ),
    "university health care": Case(
        PSR + " names NHS bodies and local authorities",
        ask("university", "health-care", "40000"),
        "40000.00",
        "663540.00",
        NOTIFIABLE,
    ),
    "Northern Ireland below threshold": Case(
        "Procurement Act 2023 s. 84: Part 6 does not apply to transferred Northern Ireland authorities",
        ask("council", "goods", "90000", nation="northern-ireland", reserve=[EAST]),
        "90000.00",
        "207720.00",
        BELOW,
        regulated=False,
        reserve={EAST: "unsettled"},
    ),
    "a zero rate of VAT": Case(
        SCH3, ask("council", "goods", "207719", "excluded", vat_rate="0"), "207719.00", "207720.00", NOTIFIABLE
    ),
    "a concession with its option": Case(
        "Procurement Act 2023 Sch. 3 para. 1",
        ask("council", "concession", "4000000", "excluded", options=["400000"]),
        "5280000.00",
        "5193000.00",
        ABOVE,
    ),
    "lots by the year": Case(
        "The total of all lots decides",
        ask("council", "services", "0", "excluded", lots=["30000", "30000"], years=3),
        "216000.00",
        "207720.00",
        ABOVE,
    ),
    "ministry and several counties": Case(
        PPN + ": a single county or London borough",
        ask("central", "goods", "50000", reserve=["counties:E11000005,E10000034", "districts:E09000001,E09000002"]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={"counties:E11000005,E10000034": "refused", "districts:E09000001,E09000002": "refused"},
    ),
    "ministry by a district": Case(
        PPN + ": nothing smaller than a county",
        ask("central", "goods", "50000", reserve=[BIRMINGHAM, LONDON]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={BIRMINGHAM: "refused", LONDON: "allowed"},
    ),
    "ministry by a refused ward and by size": Case(
        PPN + ": by size only together with a place that may be reserved",
        ask("central", "goods", "50000", reserve=[EAST], reserve_size=["vcse"]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={EAST: "refused", "vcse": "refused"},
    ),
    "ministry by a nation": Case(
        PPN + ": not by a nation of the United Kingdom",
        ask("central", "goods", "50000", reserve=["regions:W92000004"]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={"regions:W92000004": "refused"},
    ),
    "NHS by size alone": Case(
        "DOMAIN: the NHS is not named in PPN 005",
        ask("nhs", "goods", "50000", reserve_size=["sme"]),
        "50000.00",
        "135018.00",
        NOTIFIABLE,
        reserve={"sme": "unsettled"},
    ),
    "council with a county that is not its own": Case(
        ORDER + ": own area with counties that border on it",
        ask(
            "council",
            "goods",
            "50000",
            own_areas=["E08000025", "E11000005"],
            reserve=["counties:E10000034", "counties:E11000005,E10000034"],
        ),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={"counties:E10000034": "unsettled", "counties:E11000005,E10000034": "unsettled"},
    ),
    "police body by one district of its area": Case(
        LORDS,
        ask("police", "goods", "50000", own_areas=["E08000025", "E11000005"], reserve=[BIRMINGHAM, COUNTY]),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={BIRMINGHAM: "refused", COUNTY: "allowed"},
    ),
    "parish council by the district around it": Case(
        ORDER + ": the parish is the own area, not the district",
        ask(
            "town-or-parish",
            "goods",
            "50000",
            own_areas=["E07000123", "E10000017"],
            reserve=["districts:E07000123", "counties:E10000017"],
        ),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={"districts:E07000123": "refused", "counties:E10000017": "allowed"},
    ),
    "two councils together by the area of one": Case(
        ORDER + ": joint authorities have their combined areas",
        ask("council", "goods", "40000", joint=[("council", "40000")], reserve=[BIRMINGHAM]),
        "80000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={BIRMINGHAM: "unsettled"},
    ),
    "council concession by ward": Case(
        LGA + ", which binds councils outside Part 6 as well",
        ask("council", "concession", "50000", reserve=[EAST, REGION]),
        "50000.00",
        "5193000.00",
        BELOW,
        regulated=False,
        reserve={EAST: "refused", REGION: "refused"},
    ),
    "council health care by ward": Case(
        LGA,
        ask("council", "health-care", "50000", reserve=[EAST, "uk"]),
        "50000.00",
        None,
        OUTSIDE,
        regulated=False,
        reserve={EAST: "refused", "uk": "unsettled"},
    ),
    "light touch above, several areas": Case(
        "Procurement Act 2023 s. 90",
        ask("council", "light-touch", "700000", reserve=["districts:E08000025,E08000029"], reserve_size=["vcse"]),
        "700000.00",
        "663540.00",
        ABOVE,
        reserve={"districts:E08000025,E08000029": "refused", "vcse": "refused"},
    ),
    "university by two districts": Case(
        LUPC + ": a specific area",
        ask("university", "goods", "50000", reserve=["districts:E08000025,E08000029"]),
        "50000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={"districts:E08000025,E08000029": "allowed"},
    ),
    "school reserves": Case(
        "No guidance read",
        ask("school", "goods", "50000", reserve=[BIRMINGHAM], reserve_size=["sme"]),
        "50000.00",
        "207720.00",
        BELOW,
        regulated=False,
        reserve={BIRMINGHAM: "unsettled", "sme": "unsettled"},
    ),
    "combined authority by ward and by size": Case(
        ORDER,
        ask("combined-authority", "services", "30000", on="2026-02-04", reserve=[EAST], reserve_size=["sme"]),
        "30000.00",
        "207720.00",
        NOTIFIABLE,
        reserve={EAST: "refused", "sme": "allowed"},
    ),
}
