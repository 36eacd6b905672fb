"""The ground floor: what every room of mujaz stands on (errors, settings, files, threads)."""

from .errors import MODEL_FAULT, NEEDS_A_LOOK, ModelError, UsageError, UserError
from .files import reason, refuse_input, sync_folder, write_whole
from .threads import available_threads
from .visible import harmless, visible

__version__ = "0.1.0"

__all__ = [
    "MODEL_FAULT",
    "NEEDS_A_LOOK",
    "ModelError",
    "UsageError",
    "UserError",
    "__version__",
    "available_threads",
    "harmless",
    "reason",
    "refuse_input",
    "sync_folder",
    "visible",
    "write_whole",
]
