"""Words that the sample's invented names are put together from. Any likeness to a real firm is an accident."""


def _names(text: str) -> list[str]:
    return [name.replace("_", " ") for name in text.split()]


#: Landscape and street words, not the names of firms.
LOCAL = _names("""
Coleside Tamebank Sparkwell Hodgemoor Alderbrook Ryebrook Garrison_Lane Saltwell Washwell Bordesgate Yardgreen
Shardwood Heartwell Kitwell Meadowlark Canalside Lockgate Viaduct Old_Forge Brickfield Tollgate Foundry_Row
Millrace Hayfield Larkhill Broadlea Cornerstone_Row Kingfisher_Lane Redhill_Gate Greenlane
""")
ELSEWHERE = _names("""
Northgate_Vale Pennine_Fold Fenland_Row Harbourlight Downsview Thornbeck Calderstone Wharfdale Marlowmere
Saxonfield Ravenscar Ashdown_Vale Eastmere Southwater Kestrel_Moor Ironbeck Larchmont Rivermead Highcliffe
Borderlands Lowmoor Stonebeck Oakhampton Silverdale Westmarch Penhallow Glenmore Strathvale Clydeford Severnside
""")
ABSTRACT = _names("""
Vantrix Orbelis Quintara Novarra Heliodon Pentavo Civitane Meridex Altorra Zephyrine Corvanta Lumenor Axiovale
Brightwell Trustmark_Row Unityway Horizonta Pinnacore Fairhand Openhand Goodturn Evergreen_Row Firststep
Nextgate Bluewren Redkite Silverbirch Whitethorn Clearbrook Truepath Steadfast Ablemind Proudfoot_Way Keystonia
""")
SURNAMES = _names("""
Abara Adeyo Ahmadi Akhtari Aldous Bahrani Barrowby Begumi Bhattal Brennock Campellow Chaudry Chenwick Coyle
Dasgupt Delaneye Dhaliwa Egbo Ferrisby Gillani Gordonby Hamidi Hanrahane Hussar Iqbali Jaswalla Kaurel Khanna
Kowalak Lathamby Mahmoodi Mbeki-Row McGarran Mirzai Murphin Nazirre Nowakow O'Brannon Okafore Osmani Pateley
Quayleson Rafiqi Sandhuri Sheikhli Singhota Sultanby Tranfield Uddiner Virdison Warsamey Yusufali Zamanek
""")
#: Surnames that nobody could take for a real person's.
INVENTED_PEOPLE = ("Example", "Sample", "Invented", "Fictional", "Pretend", "Imaginary", "Placeholder", "Madeup")
INITIALS = "ABCDEFGHJKLMNPRSTVW"
BODIES = (
    "Borough Council",
    "District Council",
    "Pension Fund",
    "County Council",
    "NHS Trust",
    "Academy",
    "Combined Authority",
)
WORKS = ("Works", "House", "Court", "Business Park", "Studios", "Yard", "Mill", "Arcade", "Parade", "Depot")
TOWNS = {"B": "BIRMINGHAM", "CV": "COVENTRY", "DY": "DUDLEY", "WS": "WALSALL", "WV": "WOLVERHAMPTON"}
#: Ways to misspell: what a ledger clerk types for what the register says.
SLIPS = (("ei", "ie"), ("ll", "l"), ("nn", "n"), ("tt", "t"), ("ance", "ence"), ("ck", "k"), ("rs", "r"), ("in", "ni"))
