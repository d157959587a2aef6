"""Where an organisation is: postcode -> small area -> ward -> district, and the tier of the network that holds it."""

from localspend.places.areas import check_areas, notes_on_nesting
from localspend.places.gazetteer import gazetteer
from localspend.places.locate import locate
from localspend.places.postcode import find_postcode
from localspend.places.summary import summary

__all__ = ["check_areas", "find_postcode", "gazetteer", "locate", "notes_on_nesting", "summary"]
