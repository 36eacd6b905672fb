"""The reference engine: transformers, float32, one sentence at a time, so that no neighbour can matter."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mujaz import ModelError

from .decoding import Decoding
from .engine import Hypothesis, Key, in_bytes
from .pieces import Pieces


class TransformersEngine:
    """A Marian model run by ``MarianMTModel.generate``."""

    name = "transformers"

    def __init__(self, model: Any, tokenizer: Any, pieces: Pieces) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._pieces = pieces
        table = tokenizer.target_encoder if tokenizer.separate_vocabs else tokenizer.encoder
        self._names = {number: token for token, number in table.items()}
        self.positions = pieces.positions

    @classmethod
    def load(cls, folder: Path, *, threads: int) -> TransformersEngine:
        """Load the Marian model in ``folder`` as float32.

        Raises:
            ModelError: the folder is no Marian model, or is damaged.
        """
        pieces = Pieces.load(folder)
        import torch
        from transformers import MarianMTModel, MarianTokenizer
        from transformers.utils import logging as chatter

        chatter.disable_progress_bar()
        # What sacremoses would do to a text is done before it comes here.
        warnings.filterwarnings("ignore", message=".*sacremoses.*")
        torch.set_num_threads(threads)
        try:
            model = MarianMTModel.from_pretrained(
                folder,
                dtype=torch.float32,
                local_files_only=True,
                use_safetensors=True,
                attn_implementation="eager",
            )
            tokenizer = MarianTokenizer.from_pretrained(folder, local_files_only=True)
        except MemoryError:
            raise
        except Exception as error:  # transformers and safetensors raise errors of many kinds
            raise ModelError(f"cannot load the model in {folder}: {error}; pull it again, or name another") from error
        return cls(model.eval(), tokenizer, pieces)

    def tokens(self, text: str) -> list[str]:
        """The source pieces of ``text``."""
        return self._pieces.encode(text)

    def unknown(self, text: str) -> str:
        """The characters of ``text`` that the model does not know."""
        return self._pieces.unknown(text)

    def translate(
        self,
        sentences: Iterable[tuple[Key, str]],
        decoding: Decoding,
        *,
        nbest: int = 1,
        attention: bool = False,
    ) -> Iterator[tuple[Key, list[Hypothesis]]]:
        """N-best hypotheses a sentence; see :class:`translate.engine.Engine`."""
        for key, text in sentences:
            yield key, self._sentence(text, decoding, min(nbest, decoding.beam_size), attention)

    def _sentence(self, text: str, decoding: Decoding, nbest: int, attention: bool) -> list[Hypothesis]:
        import torch

        pieces = self._pieces.model_input(text)
        source = torch.tensor([self._tokenizer.convert_tokens_to_ids(pieces)])
        with torch.inference_mode():
            outputs = self._model.generate(
                input_ids=source,
                attention_mask=torch.ones_like(source),
                num_beams=decoding.beam_size,
                num_return_sequences=nbest,
                length_penalty=decoding.length_penalty if decoding.beam_size > 1 else None,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                max_length=None,
                max_new_tokens=decoding.max_target(len(pieces)),
                forced_eos_token_id=None,  # an end that was forced has no honest score
                suppress_tokens=[self._tokenizer.unk_token_id, self._tokenizer.pad_token_id],
                do_sample=False,
                early_stopping=False,
            )
            return [self._hypothesis(source, ids[1:], attention) for ids in outputs]

    def _hypothesis(self, source: Any, ids: Any, attention: bool) -> Hypothesis:
        """Score ``ids`` (no start token) by forced decoding; attention is the last layer's first head."""
        import torch

        ids = ids[ids != self._model.config.pad_token_id].unsqueeze(0)
        start = torch.tensor([[self._model.config.decoder_start_token_id]])
        outputs = self._model(
            input_ids=source,
            decoder_input_ids=torch.cat([start, ids[:, :-1]], 1),
            output_attentions=attention,
        )
        # Neither search may yield these, so they have no share of the probability.
        outputs.logits[:, :, [self._tokenizer.unk_token_id, self._tokenizer.pad_token_id]] = -torch.inf
        chances = outputs.logits.log_softmax(-1).gather(2, ids.unsqueeze(2))[0, :, 0]
        tokens = [token for token in self._target_tokens(ids[0].tolist()) if token != "</s>"]
        rows = outputs.cross_attentions[-1][0, 0, : len(tokens)].tolist() if attention else None
        return Hypothesis(
            self._pieces.decode(tokens),
            tuple(tokens),
            float(chances.mean()),
            None if rows is None else in_bytes(rows),
        )

    def _target_tokens(self, ids: list[int]) -> list[str]:
        return [self._names[number] for number in ids]

    def made_with(self) -> dict[str, object]:
        """Engine and number format."""
        return {"engine": self.name, "compute_type": "float32"}
