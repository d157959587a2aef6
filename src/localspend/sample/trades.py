"""The trades of the sample's suppliers, and what its institutions buy from them: data, no logic.

reach says how local a trade is: 2 mostly round the corner, 1 mixed, 0 mostly national. SIC texts are Companies House's.
A purchase is what an institution's own ledger calls it; cpv is a CPV 2008 code (a group or class where the
words are plain, else a division), empty where nobody has said yet.
"""

from typing import NamedTuple


class Trade(NamedTuple):
    """A line of business: words of firms' names, SIC text, how local it is, and its share of all suppliers."""

    words: tuple[str, ...]
    sic: str
    reach: int
    share: int


class Purchase(NamedTuple):
    """Something that an institution buys: share of its payments, middle payment in pounds, spread (log)."""

    trade: str
    department: str
    category: str
    cpv: str
    share: float
    middle: int
    spread: float


def _trade(words: str, sic: str, reach: int, share: int) -> Trade:
    return Trade(tuple(words.split("|")), sic, reach, share)


TRADES = {
    "building": _trade(
        "Construction|Building Contractors|Builders|Civil Engineering",
        "41201 - Construction of commercial buildings",
        1,
        30,
    ),
    "repairs": _trade(
        "Property Services|Maintenance|Home Repairs|Decorating|Roofing",
        "43390 - Other building completion and finishing",
        2,
        34,
    ),
    "electrical": _trade("Electrical|Electrical Contractors|Lighting", "43210 - Electrical installation", 2, 18),
    "heating": _trade(
        "Plumbing & Heating|Heating Services|Mechanical Services",
        "43220 - Plumbing, heat and air-conditioning installation",
        2,
        20,
    ),
    "grounds": _trade(
        "Grounds Maintenance|Landscapes|Tree Care|Fencing & Landscaping", "81300 - Landscape service activities", 2, 18
    ),
    "cleaning": _trade(
        "Cleaning|Cleaning Services|Window Cleaning|Hygiene", "81210 - General cleaning of buildings", 2, 22
    ),
    "waste": _trade("Waste Management|Skip Hire|Recycling", "38110 - Collection of non-hazardous waste", 1, 8),
    "security": _trade("Security|Guarding|Alarms & Locks", "80100 - Private security activities", 2, 12),
    "catering": _trade("Catering|Kitchen|Event Catering|Buffets", "56210 - Event catering activities", 2, 20),
    "food": _trade(
        "Foods|Fresh Produce|Wholesale Foods|Bakery",
        "46390 - Non-specialised wholesale of food, beverages and tobacco",
        1,
        14,
    ),
    "stationery": _trade(
        "Office Supplies|Stationers|Business Supplies",
        "46660 - Wholesale of other office machinery and equipment",
        1,
        10,
    ),
    "it": _trade(
        "IT Solutions|Computing|Digital|Technology", "62020 - Information technology consultancy activities", 0, 16
    ),
    "software": _trade("Software|Systems|Data Systems", "62012 - Business and domestic software development", 0, 14),
    "telecoms": _trade("Telecoms|Networks|Communications", "61900 - Other telecommunications activities", 0, 6),
    "legal": _trade("Solicitors|Law|Legal", "69102 - Solicitors", 1, 10),
    "consulting": _trade(
        "Consulting|Associates|Advisory|Partners",
        "70229 - Management consultancy activities other than financial management",
        0,
        20,
    ),
    "staffing": _trade("Recruitment|Staffing|Personnel", "78200 - Temporary employment agency activities", 1, 14),
    "training": _trade("Training|Learning|Skills Academy|Tutors", "85590 - Other education n.e.c.", 2, 22),
    "care-homes": _trade(
        "Care Homes|Residential Care|Nursing Homes",
        "87300 - Residential care activities for the elderly and disabled",
        2,
        22,
    ),
    "home-care": _trade(
        "Homecare|Care Services|Support at Home",
        "88100 - Social work activities without accommodation for the elderly and disabled",
        2,
        24,
    ),
    "community": _trade(
        "Community Trust|Community Hub|Youth Project|Neighbours|Advice Centre",
        "88990 - Other social work activities without accommodation n.e.c.",
        2,
        22,
    ),
    "taxis": _trade("Cars|Private Hire|Minibus Hire", "49320 - Taxi operation", 2, 16),
    "coaches": _trade("Coaches|Travel|Passenger Transport", "49390 - Other passenger land transport", 2, 8),
    "vehicles": _trade(
        "Motors|Vehicle Repairs|Tyres|Fleet Services", "45200 - Maintenance and repair of motor vehicles", 2, 14
    ),
    "energy": _trade("Energy|Power|Gas & Electric", "35140 - Trade of electricity", 0, 4),
    "medical": _trade("Medical|Surgical Supplies|Healthcare", "46460 - Wholesale of pharmaceutical goods", 0, 22),
    "pharma": _trade("Pharma|Therapeutics|Biosciences", "21200 - Manufacture of pharmaceutical preparations", 0, 10),
    "laboratory": _trade(
        "Scientific|Instruments|Lab Supplies", "46690 - Wholesale of other machinery and equipment", 0, 14
    ),
    "furniture": _trade("Furniture|Interiors|Seating", "31010 - Manufacture of office and shop furniture", 1, 8),
    "clothing": _trade("Workwear|Uniforms|Safetywear", "14120 - Manufacture of workwear", 1, 6),
    "print": _trade("Print|Printers|Signs & Print", "18129 - Printing n.e.c.", 2, 12),
    "insurance": _trade("Insurance|Underwriting|Insurance Brokers", "65120 - Non-life insurance", 0, 3),
    "property": _trade(
        "Estates|Lettings|Property Holdings", "68209 - Other letting and operating of own or leased real estate", 1, 14
    ),
    "design": _trade("Architects|Design|Engineering Consultants|Surveyors", "71111 - Architectural activities", 1, 14),
    "arts": _trade("Arts|Theatre Company|Music|Events", "90040 - Operation of arts facilities", 2, 12),
    "materials": _trade(
        "Building Supplies|Timber|Trade Supplies",
        "46730 - Wholesale of wood, construction materials and sanitary equipment",
        1,
        10,
    ),
}


def _purchases(table: str) -> tuple[Purchase, ...]:
    rows = (line.split("|") for line in table.strip().splitlines())
    return tuple(Purchase(t, d, c, cpv, float(s), int(m), float(x)) for t, d, c, cpv, s, m, x in rows)


#: trade | department | category | CPV | share of payments | middle payment | spread. The trade may also be a
#: kind of payee that has none: redacted, person, body.
PURCHASES = {
    "council": _purchases("""
building|Place|Capital Construction Works|45210000|4|9000|1.7
repairs|City Housing|Responsive Repairs|50700000|9|1100|1.2
electrical|City Housing|Electrical Works|45310000|3|1400|1.2
heating|City Housing|Gas Servicing and Heating|50720000|4|1300|1.2
grounds|City Operations|Grounds Maintenance|77310000|4|1500|1.2
cleaning|City Operations|Cleaning Contracts|90910000|4|1200|1.1
waste|City Operations|Waste Disposal|90510000|2|6000|1.5
security|Place|Security Services|79710000|3|1600|1.1
food|Children and Families|School Meals Provisions|15800000|3|1100|1.0
catering|Council Management|Hospitality and Catering|55520000|2|700|0.6
stationery|Council Management|Printing and Stationery|30190000|2|750|0.8
it|Council Management|ICT Services|72000000|2|5000|1.5
software|Council Management|Software Licences|48000000|2|6500|1.4
telecoms|Council Management|Telephones|64200000|1|2500|1.2
legal|Council Management|Legal Fees|79100000|2|2200|1.1
consulting|Strategy|Consultants Fees|79410000|3|7000|1.2
staffing|Council Management|Agency Staff|79620000|6|2100|1.0
training|Children and Families|Training Expenses|80500000|3|1300|1.0
care-homes|Adult Social Care|Residential Care|85311000|13|4200|0.9
home-care|Adult Social Care|Home Support|85312000|11|3300|1.1
community|Strategy|Voluntary Sector Grants|98000000|3|5200|1.1
taxis|Children and Families|Home to School Transport|60130000|5|1900|1.0
coaches|Children and Families|Coach Hire|60170000|1|1100|0.8
vehicles|City Operations|Vehicle Repairs|50110000|2|900|0.9
energy|Place|Electricity and Gas|09000000|1|9000|1.3
furniture|Place|Furniture and Fittings|39100000|1|1400|1.0
print|Council Management|Publicity||1|900|0.8
insurance|Council Management|Insurance Premiums|66510000|0.3|16000|1.4
property|City Housing|Temporary Accommodation Rents|70210000|4|3600|0.9
design|Place|Professional Fees||2|4200|1.2
arts|Place|Arts and Culture Grants|92300000|1|3200|1.1
redacted|Children and Families|Foster Carer Allowances||4|1100|0.5
redacted|Adult Social Care|Direct Payments||2|1500|0.6
person|Adult Social Care|Refunds||1|650|0.5
body|Council Management|Payments to Other Bodies||1.5|30000|1.6
"""),
    "nhs": _purchases("""
medical|Corporate|Medical and Surgical Equipment|33100000|24|21000|1.1
pharma|Pharmacy|Drugs|33600000|22|32000|1.2
laboratory|Pathology|Laboratory Consumables|33690000|9|16000|1.0
staffing|Nursing|Agency Nursing|79620000|9|14000|1.0
building|Estates|Building Works|45210000|3|40000|1.2
heating|Estates|Engineering Maintenance|50700000|3|9000|1.0
electrical|Estates|Electrical Maintenance||2|9000|1.0
cleaning|Facilities|Contract Cleaning|90910000|4|12000|0.9
waste|Facilities|Clinical Waste|90520000|2|9000|0.8
food|Facilities|Provisions|15800000|4|9000|0.8
energy|Estates|Utilities|09000000|2|50000|1.0
it|Digital|Computer Hardware|30200000|3|18000|1.1
software|Digital|Software Licences|48000000|3|24000|1.1
consulting|Corporate|Management Consultancy||2|22000|1.0
legal|Corporate|Legal Fees|79100000|1|9000|0.9
taxis|Patient Services|Patient Transport|60130000|2|7000|0.8
property|Estates|Rents|70220000|1|18000|0.9
body|Corporate|Services from Other NHS Bodies|85100000|4|60000|1.4
"""),
    "university": _purchases("""
laboratory|Life Sciences|Laboratory Consumables|38000000|14|700|1.2
it|IT Services|Computer Equipment|30200000|10|1100|1.2
software|IT Services|Software|48000000|6|3200|1.3
building|Estates|Capital Building Works|45210000|3|24000|1.6
repairs|Estates|Building Maintenance|50700000|8|850|1.1
electrical|Estates|Electrical Maintenance|50710000|4|950|1.1
heating|Estates|Heating and Ventilation|50720000|4|1200|1.1
cleaning|Campus Services|Cleaning|90910000|4|1400|1.0
security|Campus Services|Security|79710000|3|1900|0.9
catering|Campus Services|Catering and Hospitality|55520000|9|420|0.9
food|Campus Services|Food and Drink|15800000|6|520|0.9
stationery|Professional Services|Stationery||6|160|0.9
print|Professional Services|Printing|79810000|4|380|1.0
consulting|Professional Services|Consultancy|79410000|3|4200|1.2
training|Human Resources|Staff Development|80500000|4|750|0.9
furniture|Estates|Furniture|39100000|3|1300|1.2
coaches|Professional Services|Travel|60100000|3|600|0.9
design|Estates|Professional Fees|71000000|2|4800|1.2
energy|Estates|Utilities|09000000|1|22000|1.1
person|Professional Services|Expenses and Fees||4|240|0.8
body|Research Office|Research Partners|73000000|1.5|21000|1.3
"""),
    "police": _purchases("""
vehicles|Fleet|Vehicle Maintenance|50110000|18|950|1.0
clothing|Uniform Services|Uniforms and Equipment|35800000|8|1300|1.1
it|Digital Services|ICT Hardware|30200000|9|3600|1.4
software|Digital Services|ICT Software|48000000|7|5200|1.3
telecoms|Digital Services|Airwave and Telephony|64200000|4|6200|1.3
repairs|Estates|Building Repairs|50700000|10|1100|1.1
cleaning|Estates|Cleaning|90910000|6|1400|0.9
security|Estates|Security Systems||4|1300|1.0
building|Estates|Capital Works|45210000|2|22000|1.4
energy|Estates|Energy|09000000|2|9000|1.2
training|Learning and Development|Training|80500000|6|1500|1.0
catering|Custody|Detainee Meals|55520000|5|850|0.7
legal|Legal Services|Legal Costs|79100000|5|1600|1.0
staffing|People|Temporary Staff|79620000|4|2100|0.9
consulting|Commissioner|Consultancy||2|5200|1.0
community|Commissioner|Community Safety Grants|75000000|5|4100|1.0
redacted|Operations|Covert||1|1900|0.9
body|Commissioner|Partnership Contributions|75000000|2|11000|1.3
"""),
    "housing-association": _purchases("""
repairs|Homes|Day to Day Repairs|50700000|26|420|1.1
heating|Homes|Gas Servicing|50720000|10|480|1.0
electrical|Homes|Electrical Testing|71630000|8|460|0.9
building|Investment|Planned Works|45210000|3|9500|1.4
materials|Homes|Materials|44100000|9|240|1.0
grounds|Neighbourhoods|Gardening|77310000|9|360|0.9
cleaning|Neighbourhoods|Communal Cleaning|90910000|9|340|0.8
waste|Neighbourhoods|Fly Tipping||3|310|0.8
security|Neighbourhoods|Door Entry|79710000|4|420|0.9
community|Communities|Community Grants|98000000|3|1100|0.9
legal|Governance|Legal|79100000|3|750|0.9
it|Corporate|ICT|72000000|4|1300|1.1
insurance|Corporate|Insurance|66510000|0.5|9000|0.9
training|Corporate|Training|80500000|3|480|0.8
print|Corporate|Tenant Newsletter||2|390|0.8
person|Homes|Compensation||3|160|0.6
body|Corporate|Council Tax on Empty Homes||1.5|950|0.7
"""),
    "cards": _purchases("""
vehicles|City Operations|Vehicle Fuel|09130000|18|42|0.6
food|Adult Social Care|Purchases Food|15800000|20|28|0.9
stationery|Council Management|Stationery|30190000|14|31|1.0
catering|Council Management|Hospitality|55300000|8|48|0.8
taxis|Children and Families|Taxi Fares|60120000|8|17|0.6
coaches|Children and Families|Public Transport|60100000|7|33|0.9
training|Children and Families|Training||5|110|0.9
arts|Children and Families|Activities|92000000|7|64|0.9
furniture|Place|Equip Other||6|95|1.1
it|Council Management|Computing Purchases|30200000|5|120|1.2
materials|City Housing|Materials|44100000|6|58|1.1
print|Strategy|Publicity||3|66|0.9
"""),
}
