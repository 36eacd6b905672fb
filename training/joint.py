"""The two tables as one vocabulary: English pieces first, then the source pieces, the pad last.

No source piece equals an English one, because the source normaliser writes ASCII in full width; only `</s>` and
`<unk>` are shared. Portuguese-only pieces serve training and are left out of what ships.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

NEVER = -1e4  # the logit bias of pieces that are no English


@dataclass(frozen=True, slots=True)
class Pieces:
    """Names of the rows: `source[:shipped]` go into the model, the rest are Portuguese-only, the last is `<pad>`."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    shipped: int

    @classmethod
    def load(cls, folder: Path) -> Pieces:
        """Read `pieces.json`."""
        fields = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
        return cls(tuple(fields["source"]), tuple(fields["target"]), fields["shipped"])

    def save(self, folder: Path) -> None:
        """Write `pieces.json`."""
        fields = {"source": self.source, "target": self.target, "shipped": self.shipped}
        (folder / "pieces.json").write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")

    def vocabulary(self) -> dict[str, int]:
        """Piece → row of the joint table."""
        rows = [*self.target, *self.source[2 : self.shipped], "<pad>"]
        vocabulary = {piece: row for row, piece in enumerate(rows)}
        assert len(vocabulary) == len(rows), "a source piece equals an English piece"
        return vocabulary


def join(weights: dict[str, Tensor], pieces: Pieces) -> dict[str, Tensor]:
    """A MarianMTModel's state: `model.shared.weight` (V, H) and `final_logits_bias` (1, V) out of the two tables."""
    target, source = weights["target_rows"].float(), weights["source_rows"].float()
    shared = torch.cat([target, source[2 : pieces.shipped], torch.zeros(1, target.shape[1])])
    bias = torch.full((1, len(shared)), NEVER)
    bias[0, : len(target)] = weights["bias"].float()
    bias[0, 1] = NEVER
    tables = {"source_rows", "target_rows", "bias"}
    body = {f"model.{name}": tensor.float() for name, tensor in weights.items() if name not in tables}
    return body | {"model.shared.weight": shared, "final_logits_bias": bias}


def separate(state: dict[str, Tensor], pieces: Pieces) -> dict[str, Tensor]:
    """The two tables again, out of a MarianMTModel's state; what did not ship, and the logit of `<unk>`, is zero."""
    shared, size = state["model.shared.weight"].float(), len(pieces.target)
    missing = torch.zeros(len(pieces.source) - pieces.shipped, shared.shape[1])
    bias = state["final_logits_bias"][0, :size].float()
    bias[1] = 0.0
    kept = ("model.encoder.layers.", "model.decoder.layers.")
    body = {name.removeprefix("model."): tensor.float() for name, tensor in state.items() if name.startswith(kept)}
    return body | {
        "source_rows": torch.cat([shared[:2], shared[size:-1], missing]),
        "target_rows": shared[:size].clone(),
        "bias": bias,
    }
