"""Errors that a user can mend. Each says what, where, and what to do next; ``cli.py`` translates them once."""

NEEDS_A_LOOK = 3
"""Exit code of a run that finished with inputs set aside, or with flagged sentences under ``--strict``."""

MODEL_FAULT = 4
"""Exit code when a model is missing, incomplete or not what it should be."""


class UserError(Exception):
    """Something that the user can mend: a missing file, an unreadable text, a full disk."""

    exit_code = 1


class UsageError(UserError):
    """A command line that cannot be carried out as written."""

    exit_code = 2


class ModelError(UserError):
    """A model is missing, incomplete, or not what it should be."""

    exit_code = MODEL_FAULT
