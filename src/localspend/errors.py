"""What a user can be told: what went wrong, where, and what to do.

Each class carries the exit code of the command line (README, "Exit codes"). Anything else that escapes is a bug.
"""


class LocalspendError(Exception):
    """An error for the user: `what` happened, `where` (file, line, key), and what `todo` about it."""

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.todo = what, where, todo

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.todo}" if self.todo else head

    def __reduce__(self) -> tuple[object, ...]:
        # Readers run in worker processes; the parts must survive the way back.
        return (_rebuild, (type(self), self.what, self.where, self.todo))


def _rebuild(kind: type[LocalspendError], what: str, where: str, todo: str) -> LocalspendError:
    return kind(what, where=where, todo=todo)


class UsageError(LocalspendError):
    """The words of the command are off."""

    exit_code = 2


class InputError(LocalspendError):
    """A file, a setting or a folder that cannot be used as it is."""


class BusyError(LocalspendError):
    """Another build holds the network."""

    exit_code = 4
