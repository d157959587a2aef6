"""notice_releases: one row a release in a file of notices: every one is kept, whatever `notices` compiles from it.

tag holds the release's tags, parted by `, `; notice_type the notices (UK1 to UK17) that it says it is. A release that
two files hold stands twice here and is compiled once.
"""

KEY = ("source_id", "source_line", "ocid", "release_id", "tag")
COLUMNS = {
    "ocid": "string",
    "release_id": "string",
    "tag": "string",
    "date": "date",
    "source_id": "string",
    "source_line": "int64",
    "notice_type": "string",
}
