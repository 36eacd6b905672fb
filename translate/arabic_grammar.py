"""How Arabic words make a number below a thousand, and with a scale behind it: the grammar, without the context."""

from __future__ import annotations

from fractions import Fraction

from .arabic_tokens import Kinds, tokens_of
from .arabic_word import fold
from .quantity import Part

ABOUT_WORDS = (
    *("نحو", "حوالي", "قرابة", "زهاء", "أكثر", "أقل", "يناهز", "يقارب", "بلغ"),
    *("من", "عن", "إلى", "على", "مبلغ", "مقتل", "كل", "مقابل", "أو"),
)
ABOUT = frozenset(map(fold, ABOUT_WORDS))
"""Words after which «ألف» is the number, not the verb."""
NO_COUNTED = frozenset(
    map(
        fold,
        (
            *("من", "في", "على", "عن", "إلى", "بين", "خلال", "منذ", "قبل", "بعد", "حتى", "أن", "أو", "ثم", "مع"),
            *("ضد", "لكن", "كما", "كل", "عند", "أي", "إلا", "تقريبا", "فقط", "سنويا", "شهريا", "يوميا", "ولكن"),
        ),
    )
)
"""Words that nothing counts: «ألفا من الجنود» is a thousand, «ألفا جندي» two."""
ONE, THOUSAND = Fraction(1), Fraction(1000)


class Grammar:
    """The tokens of a text, and the numbers that they spell."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = tokens_of(text)

    def _kinds(self, at: int, *, near: bool = True) -> Kinds:
        """What token ``at`` may be; nothing where more than white space parts it from the one before."""
        return self.tokens[at].kinds if at < len(self.tokens) and (not near or self._near(at)) else {}

    def _near(self, at: int) -> bool:
        return (
            0 < at < len(self.tokens)
            and self.text[self.tokens[at - 1].end : self.tokens[at].start].strip("وفالب ـ\N{NO-BREAK SPACE}") == ""
        )

    def _joined(self, at: int) -> bool:
        """Whether «و» joins token ``at`` to the one before; «وأحد عشر» looks like «واحد»."""
        if at < len(self.tokens) and self.tokens[at].folded == "واحد":
            return self._kinds(at + 1).get("unit") == 10
        return at < len(self.tokens) and self.tokens[at].joined

    def _folded(self, at: int) -> str:
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def _group(self, at: int) -> Part | None:
        """A number below a thousand or a figure, with its scale; or a scale alone."""
        token = self.tokens[at]
        if token.figure is not None:
            part: Part | None = Part(token.figure.value, at + 1)
        else:
            part = self._below_thousand(at)
        if part is None:
            return self._bare_scale(at)
        kinds = self._kinds(part.stop)
        scale = kinds.get("scale") or kinds.get("scales")
        no_year = part.value < 1000 or (token.figure is not None and token.figure.grouped)
        if scale and not self._joined(part.stop) and no_year:
            return Part(part.value * scale, part.stop + 1, scale)
        return part

    def _bare_scale(self, at: int) -> Part | None:
        kinds = self.tokens[at].kinds
        if "dual" in kinds and ("scale" not in kinds or self._counts(at)):
            adjective = "ال" in self.tokens[at].clitic and self._folded(at).endswith("ي")  # «الألفي»: millennial
            return Part(kinds["dual"], at + 1, kinds["dual"] / 2, firm=not adjective)
        if "dual" in kinds or "scale" in kinds:
            scale = kinds["scale"] if "scale" in kinds else kinds["dual"] / 2
            sure = scale > THOUSAND or bool(self.tokens[at].clitic) or self._folded(at - 1) in ABOUT
            return Part(scale, at + 1, scale, firm=sure)
        return None

    def _counts(self, at: int) -> bool:
        """Whether «ألفا» or «مليونا» is a dual, for what it counts follows at once."""
        following = self._folded(at + 1)
        figure = at + 1 < len(self.tokens) and self.tokens[at + 1].figure is not None
        return self._near(at + 1) and not figure and not following.startswith("و") and following not in NO_COUNTED

    def _below_thousand(self, at: int) -> Part | None:
        kinds = self.tokens[at].kinds
        if "hundred" in kinds:
            clitic = self.tokens[at].clitic
            if kinds["hundred"] == 100 and (clitic == "بال" or ("ال" in clitic and self._folded(at - 1) == "في")):
                return None  # «في المئة», «بالمئة»: percent
            return self._with_rest(kinds["hundred"], at + 1)
        unit = kinds.get("unit", Fraction(0))
        if 3 <= unit <= 9 and self._kinds(at + 1).get("hundred") == 100 and not self.tokens[at + 1].clitic:
            return self._with_rest(unit * 100, at + 2)
        return self._small(at)

    def _with_rest(self, hundreds: Fraction, stop: int) -> Part:
        rest = self._small(stop) if self._joined(stop) and self._near(stop) else None
        return Part(hundreds + rest.value, rest.stop) if rest else Part(hundreds, stop)

    def _small(self, at: int) -> Part | None:
        """Below a hundred: a unit, a teen, a ten, a unit and a ten; cardinal or ordinal."""
        kinds = self._kinds(at, near=False)
        if "ten" in kinds:
            return Part(kinds["ten"], at + 1)
        unit = kinds.get("unit") or kinds.get("ordinal")
        if unit is None:
            return None
        following = self._kinds(at + 1)
        if unit < 10 and following.get("unit") == 10 and not self._joined(at + 1):
            return Part(unit + 10, at + 2)
        if unit < 10 and "ten" in following and self._joined(at + 1):
            return Part(unit + following["ten"], at + 2)
        return Part(unit, at + 1, firm=unit > 2)
