"""A terminal for people: what is long goes on beneath its own beginning, and no control character gets through."""

import re
import textwrap

from rich.console import Console

#: What would move the cursor, ring or colour: a draft or a register may hold it.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
#: How far a line that goes on stands in.
HANG = 4


class Screen(Console):
    """Plain text: names with brackets or colons stay as they are."""

    def __init__(self) -> None:
        super().__init__(markup=False, emoji=False, highlight=False)

    def say(self, text: str, style: str | None = None) -> None:
        """Print lines, each wrapped to the width of the terminal under its own indent."""
        for line in CONTROL.sub("", text).split("\n"):
            said = line.lstrip(" ")
            indent = " " * (len(line) - len(said))
            wrapped = textwrap.wrap(
                said, self.width, initial_indent=indent, subsequent_indent=indent + " " * HANG, break_on_hyphens=False
            )  # fmt: skip
            self.print("\n".join(wrapped), style=style, soft_wrap=True)
