"""findings: one row something that a reader or a check has to say about a source.

outcome is pass, fail or not-applicable; source_line is null where the finding is about the whole file.
"""

KEY = ("source_id", "source_sheet", "check", "source_line", "subject", "detail")
COLUMNS = {
    "check": "string",
    "version": "string",
    "subject": "string",
    "outcome": "string",
    "detail": "string",
    "source_id": "string",
    "source_sheet": "string",
    "source_line": "int64",
}
