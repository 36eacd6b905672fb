"""The page that a brief is made from: English sentences, which of them may be cited, and what they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate import Translation

from . import aliases, predicate, spare, style
from .bullet import Bullet
from .support import Support, support
from .words import count

ABSTRACTIVE, EXTRACTIVE = "abstractive", "extractive"
UNCERTAIN = " (translation uncertain)"


@dataclass(frozen=True, slots=True)
class Page:
    """``sentences`` are all of the article's; indices count from 0, only citations count from 1.

    ``usable`` may be cited, ``doubtful`` of them not alone without saying so. ``title`` is the index of the
    title sentence, which is left to the headline.
    """

    sentences: tuple[str, ...]
    usable: tuple[int, ...]
    doubtful: frozenset[int] = frozenset()
    title: int | None = None

    @classmethod
    def of(cls, translations: Sequence[Translation], title: str | None = None) -> Page:
        """The page of an article; ``title`` is its title as it stands in the source."""
        first = translations[0].source.text if translations else ""
        is_title = bool(title) and " ".join(first.split()) == " ".join((title or "").split())
        return cls(
            tuple(t.text for t in translations),
            tuple(i for i, t in enumerate(translations) if t.citable and not (is_title and i == 0)),
            frozenset(i for i, t in enumerate(translations) if t.citable and not t.certain),
            0 if is_title and translations[0].citable else None,
        )

    @property
    def certain(self) -> tuple[int, ...]:
        """What may be cited alone."""
        return tuple(i for i in self.usable if i not in self.doubtful)

    def evidence(self, members: Sequence[int]) -> list[str]:
        """The sentences of a group."""
        return [self.sentences[i] for i in members]

    def support(self, text: str, members: Sequence[int]) -> Support:
        """How well the sentences ``members`` carry ``text``."""
        return support(text, self.evidence(members), self.sentences)

    def judge(self, text: str, members: Sequence[int], max_words: int) -> Support:
        """Support, and what the house style has against showing ``text``."""
        checked = self.support(text, members)
        evidence = self.evidence(members)
        doubts = [f"cut name: {name}" for name in aliases.cut_inside(text, evidence, self.sentences)]
        doubts += [f"verb left out: {verb}" for verb in predicate.verb_lost(text, evidence)]
        faults = (*checked.faults, *style.faults(text, max_words=max_words))
        return replace(checked, faults=faults, doubts=(*checked.doubts, *doubts))

    def is_copy(self, text: str, members: Sequence[int]) -> bool:
        """Whether ``text`` is a run of one sentence's own words, whatever ties the two to what stands before."""
        return any(style.is_copy(style.unopened(text), sentence) for sentence in self.evidence(members))

    def bullet(self, text: str, members: Sequence[int], score: float) -> Bullet:
        """A written bullet that cites one sentence, rather a certain one, if that carries it as well; else all.

        What repeats one of them counts as the article's own.
        """
        kind = EXTRACTIVE if self.is_copy(text, members) else ABSTRACTIVE
        for member in sorted(members, key=lambda member: member in self.doubtful):
            alone = self.support(text, [member])
            if alone and alone.score >= score:
                members = [member]
                break
        return self._signed(Bullet(text, tuple(member + 1 for member in members), kind, score))

    def extract(self, index: int, max_words: int) -> Bullet:
        """The sentence ``index`` itself, whole or cut at a clause border; whole if a cut would turn its sense."""
        whole = style.undated(" ".join(self.sentences[index].split()))
        text = style.cut(whole, max_words)
        if text == whole or not (checked := self.support(text, [index])):
            text, checked = whole, Support(1.0)
        return self._signed(Bullet(text, (index + 1,), EXTRACTIVE, checked.score))

    def shortened(self, index: int, max_words: int) -> Bullet | None:
        """The sentence ``index`` if it is short enough, or without what a reader can spare; nothing is cut off."""
        whole = style.unopened(" ".join(self.sentences[index].split()))
        if count(whole) > style.ENDLESS:
            return None
        texts = [whole] if count(whole) <= max_words else spare.shorter(whole, max_words)
        for text in texts:
            checked = self.judge(text, [index], max_words)
            if checked and not checked.doubts and not style.leans(text):
                return self._signed(Bullet(text[:1].upper() + text[1:], (index + 1,), EXTRACTIVE, checked.score))
        return None

    def _signed(self, bullet: Bullet) -> Bullet:
        """Say so if the certain translations among the cites do not carry the bullet as well as all of them do."""
        cited = [cite - 1 for cite in bullet.cites]
        certain = [at for at in cited if at not in self.doubtful]
        if certain == cited:
            return bullet
        alone = self.support(bullet.text, certain) if certain else Support(0.0)
        if alone and alone.score >= bullet.support > 0:
            return bullet
        return replace(bullet, text=bullet.text + UNCERTAIN)
