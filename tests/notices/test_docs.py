"""The page on notices lists what readers can find in `findings`, in the words of the code."""

from pathlib import Path

from localspend.sources.notices.remarks import CHECKS

PAGE = Path(__file__).parents[2] / "docs" / "notices.md"


def test_the_page_lists_every_check_in_its_own_words() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [check for check, words in CHECKS.items() if f"| `{check}` | {words} |" not in text] == []
