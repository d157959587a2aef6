"""Refused: why a file, or a sheet of it, cannot be read, and what to ask its publisher for. Never leaves this room."""


class Refused(Exception):
    """`what` is wrong, and `todo`: what to ask for instead. Neither quotes a cell."""

    def __init__(self, what: str, todo: str = "") -> None:
        super().__init__(what)
        self.what, self.todo = what, todo

    def __str__(self) -> str:
        return f"{self.what}. {self.todo}" if self.todo else self.what


SPREADSHEET = "Ask the publisher for the payments as CSV or XLSX"
