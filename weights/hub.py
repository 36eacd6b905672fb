"""Files from the Hugging Face Hub: what a revision is, asked once; one commit, only what is wanted."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mujaz import ModelError

from .catalogue import Model
from .client import address, client, patiently

SAFE_WEIGHTS = ("model.safetensors", "model-*-of-*.safetensors", "model.safetensors.index.json")
PICKLED_WEIGHTS = ("pytorch_model.bin", "pytorch_model-*-of-*.bin", "pytorch_model.bin.index.json")


@dataclass(frozen=True, slots=True)
class Announced:
    """A file as the Hub announces it: ``sha256`` for large ones, the git blob id (sha1) for the rest."""

    name: str
    size: int
    sha256: str | None
    blob_id: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a revision is: the commit, and the files of it that are wanted."""

    commit: str
    files: tuple[Announced, ...]

    @property
    def size(self) -> int:
        """Bytes of all wanted files."""
        return sum(file.size for file in self.files)


def look(model: Model, place: str, revision: str, endpoint: str | None = None) -> Snapshot:
    """Ask the Hub once what ``revision`` of ``place`` (owner/name) is; everything else comes from that commit.

    Raises:
        ModelError: the repository holds no weights that are allowed.
        UserError: no such repository or revision, no right to see it, no connection.
    """
    with client() as hub:
        api = hub.HfApi(endpoint=address(endpoint))
        info = patiently(
            lambda: api.model_info(place, revision=revision or model.revision, files_metadata=True, timeout=30), place
        )
    files = [_announced(each) for each in info.siblings or ()]
    flat = {file.name: file for file in files if file.name == Path(file.name).name and not file.name.startswith(".")}
    weights = _chosen(flat, SAFE_WEIGHTS) or _chosen(flat, PICKLED_WEIGHTS)
    if not any(name.endswith((".safetensors", ".bin")) for name in weights):
        raise ModelError(f"{place} has neither safetensors nor pytorch_model.bin; other weights are never loaded")
    wanted = sorted({*weights, *_chosen(flat, model.files)})
    return Snapshot(str(info.sha), tuple(flat[name] for name in wanted))


def _announced(sibling: Any) -> Announced:
    lfs = sibling.lfs
    digest = (lfs.get("sha256") if isinstance(lfs, dict) else getattr(lfs, "sha256", None)) if lfs else None
    return Announced(str(sibling.rfilename), int(sibling.size or 0), digest, sibling.blob_id)


def _chosen(names: Mapping[str, Any], patterns: tuple[str, ...]) -> list[str]:
    return [name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]
