"""The words of column headers -> the role they name. Data, from how British public bodies head their ledgers.

A phrase's weight (1 to 10) says how sure the words alone are: "supplier name" 10, "name" 5. The values beneath have
their say in `roles`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

#: Role -> weight -> phrases.
PHRASES: dict[str, dict[int, str]] = {
    "supplier": {
        10: "supplier name|supplier|vendor name|vendor|payee name|payee|beneficiary name|beneficiary|creditor name|"
        "creditor|merchant name|merchant|paid to|payment to|supplier payee|payable to|name of supplier|name of payee|"
        "payee supplier|to whom paid|supplier vendor name|who was paid|supplier beneficiary|trading partner|"
        "recipient name|merchant or supplier|suppliers name|supplier description",
        8: "recipient|company name|contractor|contractor name|provider|provider name|trader|payments to|apar name|"
        "supplier company|awarded supplier|winning supplier|successful supplier|company paid|grant recipient|"
        "organisation paid|third party name|party name|counterparty|supplier trading name|account holder|retailer|"
        "supplier short name|supplier site name|supplier organisation|transaction merchant name",
        6: "company|name|third party|name of organisation|supplier business name|paid|customer name|"
        "recipient organisation",
        4: "organisation|organisation name|organization|customer",
    },
    "supplier_ref": {
        10: "coded supplier|local supplier internal reference|supplier id|supplier no|supplier number|"
        "supplier code|supplier ref|supplier reference|vendor id|"
        "vendor no|vendor number|vendor code|creditor no|creditor number|creditor id|creditor ref|creditor reference|"
        "payee id|payee number|payee code|beneficiary id|apar id|address book no|address book number|"
        "supplier account|"
        "supplier account number|merchant id|vendor account|creditor code|supplier unique id|beneficiary no",
        6: "account no|account ref|customer id|customer no|supplier site code|supplier key",
    },
    "supplier_address": {
        9: "supplier address|vendor address|address|registered address|supplier address line 1|address line 1|"
        "address 1|postal address|full address|address line|addr 1|business address|registered office|site address",
        6: "street|address line 2|address 2|address line 3|address 3|address 4|address line 4|town|city|county|"
        "location|"
        "supplier town|supplier city|town city|addr 2|addr 3|locality",
    },
    "supplier_postcode": {
        10: "postcode|post code|postal code|supplier postcode|supplier post code|vendor postcode|zip|zip code|"
        "vendor post code|payee postcode|merchant postcode|registered postcode|pcode|supplier site postcode",
    },
    "supplier_size": {
        9: "supplier size|company size|sme status|sme|is sme|sme flag|sme yn|sme non sme|business size|"
        "size of supplier|"
        "enterprise size|supplier sme status|small or medium enterprise|sme indicator|organisation size|"
        "supplier type sme vcse|size band|size",
    },
    "vcse": {
        9: "vcse|vcse status|vcse flag|voluntary sector|third sector|vcs|vcfs|vcse yn|is vcse|vcse supplier|"
        "voluntary community or social enterprise|vcse indicator|charity yn|"
        "voluntary or community sector organisation",
        7: "vcse grant|charity|voluntary|voluntary community sector|social enterprise|grant to voluntary sector",
    },
    "company_number": {
        10: "company number|company no|company registration|company registration number|companies house number|crn|"
        "company reg no|company reg number|registered company number|supplier company number|companies house no|"
        "company registration no|registered number|companies house|supplier registration number|co reg no|"
        "company house number|companies house id|companies house registration number|company ref|"
        # What holds the one or the other is read as a company's first: shape and register tell which it is.
        "company charity number|company or charity number|charity or company number|charity company number|"
        "company charity no|company charity registration number|company or charity registration number|"
        "company number or charity number|company charity registration|company charity reg no",
        6: "registration number|registration no|reg no|company id",
    },
    "charity_number": {
        10: "charity number|charity no|registered charity number|registered charity no|charity registration number|"
        "charity registration no|charity registration|charity reg no|charity reg number|charity commission number|"
        "charity commission no|charities commission number|charity id|supplier charity number|charity ref|"
        "registered charity|uk charity number|charity number if applicable",
    },
    "vat_number": {
        10: "vat number|vat registration number|vat reg no|vat registration no|supplier vat registration number|"
        "vat reg number|supplier vat number|vat no|vat registration|vendor vat number|vat reg|"
        "tax registration number|"
        "supplier vat reg no|supplier vat no|supplier vat registration no",
    },
    "vat": {
        9: "vat|vat amount|irrecoverable vat|unrecoverable vat|vat value|irrecoverable vat amount|tax|tax amount|"
        "non recoverable vat|vat irrecoverable|vat paid|recoverable vat|vat total|total vat|input vat|"
        "vat unrecoverable",
    },
    "department": {
        10: "directorate|department|directorate name|department name|service area|organisational unit|directorates|"
        "service directorate|directorate department|department directorate|organisation unit|service department",
        8: "cost centre name|cost centre description|cost centre|cost center|service|division|portfolio|"
        "business unit|"
        "business unit description|service label|service name|expense area|expenses area|department area|"
        "service division|"
        "service cost centre|faculty|division name|cost centre desc|service description|business area|budget holder|"
        "expenditure area|spending department|service group|cost center name|department description|college school|"
        "cc description|unit|dept|dept name|responsible unit|service line|directorate description|"
        "group directorate|budget area",
        6: "function|service division label|team|section|school|committee|budget|budget code description|group|"
        "area|site|"
        "project|"
        "fund|department family|service unit|cost code description|cost centre code|property|branch|programme|"
        "ward area",
    },
    "category_text": {
        10: "expense type|expenses type|expenditure category|expenditure type|spend category|merchant category|"
        "category|category description|procurement category|procurement category name|proclass|"
        "proclass description|category name|"
        "subjective description|expense description|procurement classification|category of spend|account description|"
        "category of expenditure|expenditure description|type of spend|spend type|commodity",
        9: "category internal name",
        8: "subjective|account detail|account name|nominal description|gl description|gl account description|"
        "cost type|cost element description|cost element name|cost element text|subjective name|"
        "detailed expenditure type|mcc description|"
        "expense code description|proclass details level 1|type of expenditure|expense category|expenditure analysis|"
        "cipfa detailed expenditure type|merchant category description|nominal account|expenditure code description|"
        "merchant category group|merchant category name|gl code description|ledger description|"
        "account code description|expenditure head|category level 1|category 1|cpv description|commodity description|"
        "cpv|cpv code|cpv codes|"
        "classification|spend classification|nominal|proclass name|product category|natural account|"
        "service category label|subjective detail|unspsc description|category l1|natural account description|"
        "mcc name",
        6: "ledger code|activity|account|type|expenditure|expense|analysis|heading|nature of spend|"
        "code description|category code|expenditure code|expense code|subjective code|account code|"
        "nominal code|gl code|mcc|mcc code|proclass code|group description|budget heading|type of payment|"
        "merchant type",
    },
    "description": {
        10: "description|purpose|narrative|purpose of expenditure|purpose of spend|details|transaction description|"
        "description of goods|line description|"
        "invoice description|summary of purpose of expenditure|item description|summary of purpose|"
        "payment description|"
        "description of goods and services|details of expenditure|description of supply|invoice narrative|"
        "description of goods services|summary|particulars|purpose of payment|invoice line description",
        8: "detail|reason|item|goods or services|text|what for|goods services|details of payment|transaction details|"
        "short description|description of expenditure|distribution description|document text|transaction detail|"
        "purchase description|payment details|payment for|reason for payment|additional information|expense details|"
        "service provided|nature of payment|brief description|po description|product description|for",
        4: "comments|notes|comment|note|text description|memo|remarks",
    },
    "reference": {
        10: "transaction number|transaction no|transaction reference|transaction ref|transaction id|trans no|tran no|"
        "voucher number|voucher no|document number|document no|doc no|doc number|payment reference|payment ref|"
        "reference|reference number|reference no|ref|ref no|internal ref|internal reference|invoice number|"
        "invoice no|"
        "payment number|payment no|unique transaction number|our ref|our reference|transaction unique number|"
        "unique reference|ap voucher|voucher|trans ref|trans number|invoice ref|invoice reference|invoice id|"
        "payment id|unique id|unique ref|cheque no|cheque number|document ref|document reference|journal number",
        7: "their reference|sap document number|bacs number|bacs ref|ref number|serial number|id|transno|"
        "supplier invoice number|supplier invoice no|supplier invoice ref|entry number|batch number|urn|doc ref|"
        "payment document|clearing document|receipt number|system reference|cheque bacs ref|key|record id|voucher id",
        4: "line|seq no|line no|line number|sequence|number|no|batch|period ref|chq|bacs|method|cheque",
    },
    "po_number": {
        10: "po number|po no|purchase order|purchase order number|purchase order no|order number|order no|po|po ref|"
        "purchase order ref|order ref|po reference|purchase order reference|order reference|po num",
    },
    "contract_ref": {
        9: "contract reference|contract ref|contract number|contract no|contract id|contract reference number|"
        "contract register ref|contract register reference|contract code|contract ref no",
        6: "contract|contract name",
    },
    "framework_ref": {
        9: "framework reference|framework ref|framework number|framework agreement reference|framework id|"
        "framework agreement|framework agreement ref|framework name|framework|framework agreement title",
    },
    "institution": {
        9: "body name|name of organisation|organisation name|organisation label|entity|entity name|body|"
        "local authority|publisher|"
        "authority name|council name|name of authority|organisation code label|trust name|buying organisation|"
        "name of entity|public body|buying entity|authority|contracting authority|legal entity|university|buyer",
        6: "organisation|council|trust|client|org name|buyer name|department family|force|customer|company",
    },
}

#: Words that say a column is not what its other words suggest: role -> words.
AGAINST: dict[str, str] = {
    "supplier": "id|no|number|code|ref|reference|type|address|postcode|post|category|group|size|status|vat|charity|"
    "account|url|website|site|invoice|street|town|registration|reg|sme|vcse|sector|class|classification|contact|"
    "email|"
    "phone|telephone|count|date|amount|value|total|terms|county|country|city|line|manager|officer|project|service|"
    "file|user|first|middle|fore|contract|department|directorate|spend",
    "supplier_ref": "invoice|vat|address|postcode|cost|budget",
    "supplier_address": "email|web|code|ip|book",
    "department": "code|number|no|id|supplier|description of|head of",
    "category_text": "invoice|supplier|vat|size|payment method",
    "description": "supplier|vendor|merchant|department|directorate|centre|account|expense|category|vat|code|"
    "proclass|"
    "unit|classification|group|subjective|service|division|nominal|business|gl|ledger|level|cpv|project",
    "reference": "vat|company|charity|contract|framework|card|supplier id|postcode|phone|cost|account|po|order|date",
    "charity_number": "vat|company|companies|phone|telephone|url|name|status|type",
    "company_number": "vat|charity|phone|telephone|url|charities",
    "vat_number": "amount|rate|code|value",
    "institution": "paid|supplier|vendor|payee|type|code|url|size|unit|uri",
    "contract_ref": "start|end|value|title|manager|type|date|type|length|term",
    "po_number": "date|value|line|amount|description|type",
    "supplier_postcode": "lookup",
    "supplier_size": "order|contract|lot",
    "vcse": "number|registration",
}

#: The date on which money moved, or what stands in for it: basis -> weight -> phrases; in order of preference.
DATE_PHRASES: dict[str, dict[int, str]] = {
    "payment": {
        10: "payment date|date paid|paid date|date of payment|paid on|invoice payment date|date of expenditure|"
        "bacs date|cheque date|settlement date|pay date|payment run date|remittance date|payment made|paydate|"
        "date invoice paid|date of payment made|invoice paid date|actual payment date|date payment made|paid dt|"
        "expenditure date|payment processed date|payment run|payment dt|date paid bacs|payment cleared date|"
        "payment was made|date of transfer|date paid on|date of spend|spend date|date invoice was paid",
        6: "paid",
    },
    "clearing": {10: "clearing date|clear date|date cleared|cleared date|clearance date|cleared on|clearing dt"},
    "posting": {
        10: "posting date|posted date|date posted|post date|date of posting|processed date|process date|pstng date|"
        "date processed|posting dt"
    },
    "ledger": {
        10: "gl date|ledger date|accounting date|general ledger date|journal date|certified date|gl posting date|"
        "accounting dt|distribution date|voucher date|entry date|book date",
        3: "effective date|period end date|period date",
    },
    "transaction": {
        10: "transaction date|trans date|tran date|date of transaction|transaction dt|purchase date|date of purchase|"
        "expense date|txn date|trx date",
        8: "date|dated|date time|datetime|when",
        4: "date awarded|date grant awarded|award date|grant date|day",
    },
    "invoice": {
        10: "invoice date|inv date|date of invoice|doc date|document date|tax point date|supplier invoice date|"
        "invoice dt|date of document|document dt|tax date|bill date|invoice tax date"
    },
    "period": {
        8: "month|period|financial period|accounting period|quarter|financial year|year|fiscal year|month year|"
        "payment month|month paid|period of payment|date range|fiscal period|month of payment|period name|"
        "payment period"
    },
}
DATE_AGAINST = (
    "start|end|birth|from|due|review|expiry|expires|received|receipt|order|po|created|tender|award|notice|"
    "updated|publication|published|contract|extension|decision|valid|accepted|registered|required|delivery|raised|"
    "termination|commencement|requested|approval|approved|closing|opening|advertised|stamp|effective"
)

#: What an amount can be called: weight -> phrases.
AMOUNT_PHRASES: dict[int, str] = {
    10: "amount|net amount|amount paid|payment amount|invoice amount|net value|invoice value|gross amount|"
    "paid amount|"
    "line amount|transaction amount|transaction value|payment value|value|net|gross|amt|invoiced value|invoice total|"
    "invoice line value|billing amount|spend amount|distribution amount|expenditure amount|total amount|net total|"
    "original gross amt|billing gross amt|billing net amt|value paid|amount spent|net invoice value|total paid|"
    "amount in pounds|gbp amount|amount gbp|value gbp|total value|invoice net amount|invoice gross amount|"
    "total spend|"
    "sum of amount|sum of net amount|sum of invoice amount|line value|net invoice amount|line total|item amount|"
    "sterling amount|amount sterling|local amount|amount in local currency|amount lc|reporting amount|base amount|"
    "functional amount|accounted amount|invoice distribution amount|distribution line amount|"
    "invoice line amount|grant amount|sum of value",
    8: "total|spend|cost|payment|payments|expenditure|price|sum paid|paid|total invoice amount|total cost|sum|"
    "debit|debit amount|charge|actual|actuals|gbp|£|pounds|net cost|annual spend|spend value|total payments|"
    "ytd spend|amount payable|amount due|invoice|transaction total|payment total|net spend|value of payment|"
    "cost net|how much|money out|paid out|withdrawn|expenditure value|amount as number|amount invoiced|gross spend",
}
AMOUNT_AGAINST = (
    "date|number|no|id|ref|reference|code|type|description|desc|name|budget|balance|cumulative|running|"
    "rate|quantity|qty|count|currency|year|month|period|percentage|percent|method|terms|days|discount|order|limit|"
    "threshold|recovered|supplier|from|receipts|received|income|narrative|flag|status|centre|account|variance|salary|"
    "sale"
)
#: An amount of these was received, asked for or hoped for, never paid out.
NEVER_PAID = frozenset(["rent", "rental", "waiver", "waived", "exemption", "quote", "quoted", "bid", "outstanding"])
NEVER_PAID |= {"owed", "owing", "overdue", "receipts", "income"}

#: The Transparency Code's contract register.
CONTRACT_PHRASES: dict[str, dict[int, str]] = {
    "title": {
        10: "title|contract title|title of agreement|agreement title|contract name|title of contract|project title|"
        "contract description title|name of contract|procurement title|agreement name|contract subject",
    },
    "start_on": {
        10: "start date|contract start date|start|date start|commencement date|contract start|agreement start date|"
        "start date of contract|contract commencement date|commencement|from date|effective from|contract from|"
        "begins",
        6: "award date|awarded date|date awarded|order date|po date|purchase order date|date of order|date ordered",
    },
    "end_on": {
        10: "end date|contract end date|end|expiry date|date end|contract end|termination date|agreement end date|"
        "end date of contract|contract expiry date|completion date|current end date|to date|contract finish date|"
        "initial end date|expiry|contract to|finish date|expires|current contract end date",
    },
    "extension_to": {
        10: "extension date|extension end date|extended end date|end date including extension|extended to|"
        "latest end date|maximum end date|final end date|end date with extensions|possible extension to|"
        "contract extension end date|end date including extensions|extension to|last possible end date|max end date",
    },
    "review_on": {10: "review date|contract review date|renewal date|date of review|next review date"},
    "procedure": {
        10: "procurement process|process type|procedure|tender process|procurement procedure|procurement route|"
        "tender type|route to market|type of procedure|procedure type|procurement type|procurement method|"
        "tender procedure|award procedure|award method|procurement process type|sourcing route|tendering process",
    },
    "value": {
        10: "contract value|value|order value|po value|purchase order value|po amount|order amount|po total|"
        "order total|"
        "total contract value|total value|annual value|estimated value|awarded value|"
        "value of contract|contract sum|contract amount|estimated annual value|estimated contract value|"
        "agreement value|"
        "annual contract value|lifetime value|contract total value|total cost|award value|max value|contract price|"
        "total amount|estimated total value|actual contract value|value gbp|anticipated value|whole life value",
        7: "amount|annual spend|annual cost|cost|price|estimated spend|budget|annual amount|spend",
    },
    "notice": {
        8: "lifecycle stage|notice type|contract type|contract status|contract manager|extension options|"
        "option to extend|extension options available|contract length|contract term|duration|supplier contact|"
        "contact officer|contract officer|contract owner|extension period|contract duration|reserved contract"
    },
}

_NET = re.compile(
    r"\bnett?\b|\bex(?:c|cl|clude|cludes|cluding|clusive|clusi)?\b(?: of| any)?(?: recoverable|"
    r" reclaimable)? ?(?:vat|tax)\b|"
    r"\bvat exc\w*|\b(?:less|without|before|minus|no|w o|pre) (?:vat|tax)\b|\bexcvat\b|\bexvat\b|\bexclvat\b|"
    r"\bnot including vat\b|\bexc\b|\bexcl\b|\bexcluding\b"
)
_GROSS = re.compile(
    r"\bgross\b|\binc(?:l|lude|ludes|luding|lusive)?\b(?: of| any)? ?(?:vat|tax)\b|\bvat inc\w*|\bwith (?:vat|tax)\b|"
    r"\bincvat\b|\bplus vat\b|\bamount and vat\b"
)
_VAT = re.compile(r"\bvat\b|\btax\b|\birrecoverable\b|\bunrecoverable\b|\bnon recoverable\b")
_BRACKETS = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


#: What systems shorten in their column names.
_SHORT = {
    "desc": "description", "descr": "description", "chq": "cheque", "chque": "cheque", "num": "number",
    "nbr": "number", "nr": "number", "nm": "name", "dt": "date", "amt": "amount", "dept": "department",
    "dist": "distribution", "distrib": "distribution",
    "center": "centre", "inv": "invoice", "trx": "transaction", "txn": "transaction", "vend": "vendor",
    "cat": "category", "supp": "supplier", "pmt": "payment", "pymt": "payment", "cred": "creditor", "val": "value",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def words(header: str) -> str:
    """A header in plain words: lower case, camel case and punctuation taken apart, what is no letter or digit gone."""
    text = _CAMEL.sub(" ", header.replace("_", " "))
    text = re.sub(r"(?<=[A-Za-z])\.(?=[A-Za-z]\b)", "", text)  # V.A.T. is VAT
    text = text.lower().replace("£", " £ ").replace("(s)", "s").replace("'s", "s").replace("’s", "s")
    text = re.sub(r"[^a-z0-9£ ]+", " ", text)
    return " ".join(_SHORT.get(word, word) for word in text.split()).replace("organiz", "organis")


def basis(header: str) -> str:
    """What an amount's header says of VAT: net, gross, vat (the tax itself) or unknown."""
    text = words(header)
    if _NET.search(text):
        return "net"
    if _GROSS.search(text):
        return "gross"
    return "vat" if _VAT.search(text) else "unknown"


@lru_cache(maxsize=1)
def _index() -> dict[str, list[tuple[str, int]]]:
    """Phrase -> the roles that it can name, with weights. Roles of dates are "date:" and the basis."""
    tables = dict(PHRASES)
    tables |= {f"date:{name}": by_weight for name, by_weight in DATE_PHRASES.items()}
    tables |= {f"contract:{name}": by_weight for name, by_weight in CONTRACT_PHRASES.items()}
    tables["amount"] = AMOUNT_PHRASES
    index: dict[str, list[tuple[str, int]]] = {}
    for role, by_weight in tables.items():
        for weight, phrases in by_weight.items():
            for phrase in phrases.split("|"):
                index.setdefault(words(phrase), []).append((role, weight))
    return index


@lru_cache(maxsize=1)
def _against() -> dict[str, frozenset[str]]:
    tables = {role: frozenset(text.split("|")) for role, text in AGAINST.items()}
    tables |= {f"date:{name}": frozenset(DATE_AGAINST.split("|")) for name in DATE_PHRASES}
    tables["amount"] = frozenset(AMOUNT_AGAINST.split("|"))
    return tables


@lru_cache(maxsize=20_000)
def scores(header: str) -> dict[str, tuple[float, str]]:
    """Role -> (how well `header` names it, 0 to 10, and the phrase that it is like), for the roles that it names.

    Exact words count in full, words among other words less, misspelt words a little less than exact ones.
    """
    text = words(header)
    found: dict[str, tuple[float, str]] = {}
    for factor, phrase in _likenesses(text):
        for role, weight in _index().get(phrase, ()):
            if factor * weight > found.get(role, (0.0, ""))[0]:
                found[role] = (factor * weight, phrase)
    bare = _without_basis(text)
    for role, weight in _index().get(bare, ()):
        if role == "amount" and 0.97 * weight > found.get(role, (0.0, ""))[0]:
            found[role] = (0.97 * weight, bare)
    present = set(text.split())
    result = {
        role: (value * 0.35 ** len(_against().get(role, frozenset()) & (present - set(phrase.split()))), phrase)
        for role, (value, phrase) in found.items()
    }
    # What stands in brackets explains the name; it does not change it: Supplier Name (as in contract).
    outside = _BRACKETS.sub(" ", header)
    if outside != header and words(outside):
        for role, (value, phrase) in scores(outside).items():
            result[role] = max(result.get(role, (0.0, "")), (0.97 * value, phrase))
    return result


def score(header: str, role: str) -> float:
    """How well the words of `header` name `role`, 0 to 10."""
    return scores(header).get(role, (0.0, ""))[0]


def against_amount(header: str) -> bool:
    """True where the words say that a column is something else than an amount paid."""
    return bool((_against()["amount"] | NEVER_PAID) & set(words(header).split()))


def _likenesses(text: str) -> Iterator[tuple[float, str]]:
    """(how much, phrase) for each phrase that `text` is, holds or misspells."""
    tokens = text.split()[:12]
    for size in range(len(tokens), 0, -1):
        share = size / len(tokens)
        for start in range(len(tokens) - size + 1):
            phrase = " ".join(tokens[start : start + size])
            if phrase in _index():
                yield (1.0 if share == 1 else 0.5 + 0.45 * share), phrase
    if text in _index() or not 5 <= len(text) <= 60:
        return
    long = [phrase for phrase in _index() if len(phrase) >= 5]
    for phrase, ratio, _ in process.extract(text, long, scorer=fuzz.ratio, score_cutoff=82, limit=8):
        if _is_slip(text.split(), phrase.split()):
            yield ratio / 100 * 0.9, phrase


def _is_slip(written: list[str], meant: list[str]) -> bool:
    """True where each word is nearly the other: "organisation code" is no misspelling of "organisation size"."""
    if len(written) != len(meant):
        return fuzz.ratio("".join(written), "".join(meant)) >= 90
    return all(fuzz.ratio(a, b) >= 72 for a, b in zip(written, meant, strict=True))


def _without_basis(text: str) -> str:
    bare = _VAT.sub(" ", _GROSS.sub(" ", _NET.sub(" ", text)))
    bare = " ".join(word for word in bare.split() if word not in {"£", "gbp", "in", "of", "pounds", "sterling", "s"})
    return bare or text
