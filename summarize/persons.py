"""Persons as an article introduces them: the first time that the bullets name one, they do so in full.

"Haddad left" becomes "Mayor Lina Haddad left", and the sentence that introduces her is cited as well. The article must
leave no doubt: one full name has that surname, with a title before it or a verb of saying beside it, and no place is
called so. Only what a small model wrote is completed; a quoted sentence stays as it is. The sentence that introduces is
cited last, so that the bullets stay in the order of what they say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from . import names
from .bullet import Bullet
from .clause import acts, parted
from .lexicon import ARTICLES, DAYS, FUNCTION_WORDS, SPEECH, TITLES
from .page import ABSTRACTIVE, Page
from .words import QUOTES, Word, count, words

LONGEST = 6
"""Words of a title and a full name."""

_ROLES = TITLES - DAYS

_JOINED = frozenset("of and for".split())
"""In front of a name they make it part of a longer one: "Secretary of State John Kerry"."""

_PLACED = frozenset("in to from at near into across".split())
"""What stands behind one of them is a place."""

_BEFORE = FUNCTION_WORDS - ARTICLES - frozenset("mr mrs ms miss dr".split())
"""What may stand before a name that nothing qualifies, beside a verb."""


@dataclass(frozen=True, slots=True)
class Person:
    """``form`` is what the article's sentence ``index`` writes, title included; ``name`` its folded words."""

    form: str
    name: tuple[str, ...]
    index: int

    @property
    def surname(self) -> str:
        """The last word of the name, folded."""
        return self.name[-1]


def in_full(bullets: Sequence[Bullet], page: Page, max_words: int, room: int | None) -> list[Bullet]:
    """The bullets, in the order in which they are read, each person's first mention in full.

    None becomes longer than ``max_words``, nor all of them together by more than ``room`` words, if that is a number.
    """
    written = [bullet.text for bullet in bullets if bullet.kind == ABSTRACTIVE]
    called = {span.words[-1].key for text in written for span in names.spans(text)}
    people = introduced(page.sentences, page.certain, called)
    done = list(bullets)
    for at, bullet in enumerate(bullets):
        for surname in [surname for surname, person in people.items() if any(mentions(bullet.text, person))]:
            whole = _completed(done[at], people.pop(surname), page)
            added = len(whole.text.split()) - len(done[at].text.split())
            if count(whole.text) <= max_words and (room is None or added <= room):
                done[at] = whole
                room = room and room - added
    return done


def _completed(bullet: Bullet, person: Person, page: Page) -> Bullet:
    """``bullet`` with the name in full, if a model wrote it, it has it not, and its cites then carry it."""
    start, end = next(mentions(bullet.text, person))
    text = bullet.text[:start] + person.form + bullet.text[end:]
    members = dict.fromkeys((*(cite - 1 for cite in bullet.cites), person.index))
    if bullet.kind != ABSTRACTIVE or has_name(bullet.text, person) or not page.support(text, tuple(members)):
        return bullet
    return replace(bullet, text=text, cites=tuple(member + 1 for member in members))


def introduced(sentences: Sequence[str], usable: Sequence[int], surnames: Container[str]) -> dict[str, Person]:
    """The persons of these folded ``surnames`` whom ``usable`` sentences introduce in full.

    >>> article = ["The mayor spoke.", "Mayor Lina Haddad opened the port.", "Haddad left."]
    >>> introduced(article, (0, 1, 2), {"haddad"})["haddad"]
    Person(form='Mayor Lina Haddad', name=('lina', 'haddad'), index=1)
    >>> introduced([*article, "Mayor Ali Haddad came."], (0, 1, 2, 3), {"haddad"})
    {}
    >>> introduced([*article, "It is in Haddad."], (1,), {"haddad"})
    {}
    >>> introduced([*article, "They met the child, Rana Mona Haddad."], (1,), {"haddad"})
    {}
    """
    found: defaultdict[str, list[Person]] = defaultdict(list)
    forenames: defaultdict[str, list[set[str]]] = defaultdict(list)
    placed = set()
    for index, sentence in enumerate(sentences):
        row = words(sentence)
        placed |= {word.key for before, word in pairwise(row) if before.key in _PLACED}
        for span in names.spans(sentence):
            surname = span.words[-1].key
            if surname in surnames:
                run = _without_time(sentence, list(span.words), sentences)
                forenames[surname].append({word.key for word in run[:-1]} - _ROLES)
                if person := _person(sentence, row, run, index):
                    found[surname].append(person)
    sure = {
        surname: people[0]
        for surname, people in found.items()
        if len({person.name for person in people}) == 1
        and surname not in placed
        and not any(other and other.isdisjoint(people[0].name) for other in forenames[surname])
    }
    return {surname: person for surname, person in sure.items() if person.index in usable}


def _person(sentence: str, row: Sequence[Word], run: Sequence[Word], index: int) -> Person | None:
    """The person whom a ``run`` of capitalised words names in full, if it is surely one.

    >>> def named(text):
    ...     spans = (_without_time(text, list(span.words), [text]) for span in names.spans(text))
    ...     return [person.form for run in spans if (person := _person(text, words(text), run, 0))]
    >>> named("In May President Lina Haddad left."), named("The former President Lina Haddad left.")
    (['President Lina Haddad'], ['Lina Haddad'])
    >>> named("Minister of State Lina Haddad left."), named("New Haddad Street was closed.")
    ([], [])
    """
    if len(run) < 2 or not all(word.form.replace("-", "").isalpha() for word in run):
        return None
    titles = [at for at, word in enumerate(run) if word.key in _ROLES]
    name = run[titles[-1] + 1 :] if titles else run
    place = {word.start: at for at, word in enumerate(row)}
    first, last = place[run[0].start], place[run[-1].start]
    before = row[first - 1] if first and not parted(sentence, row[first - 1], row[first]) else None
    if len(name) < 2 or len(run) > LONGEST or (before and before.key in _JOINED):
        return None
    if not (titles or _speaks(row, first, last)):
        return None
    qualified = before and before.key not in FUNCTION_WORDS  # a former one, a deputy
    whole = name if qualified else run
    form = sentence[whole[0].start : whole[-1].start + len(whole[-1].form)]
    return Person(form, tuple(word.key for word in name), index)


def _without_time(sentence: str, run: list[Word], article: Sequence[str]) -> list[Word]:
    """A run of capitalised words without the word that opens the sentence, and without days and months."""
    if names.starts_sentence(sentence, run[0]) and names.ordinary(run[0], article) and run[0].key not in _ROLES:
        run = run[1:]
    while run and run[0].key in DAYS:
        run = run[1:]
    return run


def _speaks(row: Sequence[Word], first: int, last: int) -> bool:
    """Whether a verb of saying stands next to a name, before or behind it."""
    beside = [row[at].key for at in (first - 1, last + 1) if 0 <= at < len(row)]
    return not SPEECH.isdisjoint(beside)


def mentions(text: str, person: Person) -> Iterator[tuple[int, int]]:
    """Where ``text`` names a person, by surname, title or in full, and nothing hangs on the name.

    >>> lina = Person("Mayor Lina Haddad", ("lina", "haddad"), 1)
    >>> list(mentions("The port is open, Haddad said.", lina)), list(mentions("The Haddad plan failed.", lina))
    ([(18, 24)], [])
    >>> list(mentions("Mrs Haddad left.", lina)), list(mentions("Mayor Haddad's car burned.", lina))
    ([], [(0, 12)])
    """
    own = {word.key for word in words(person.form)}
    row = words(text)
    place = {word.start: at for at, word in enumerate(row)}
    for span in names.spans(text):
        *titles, last = span.words
        if last.key != person.surname or not {word.key for word in titles} <= own:
            continue
        at, start = place[last.start], span.words[0].start
        end = last.start + len(last.form)
        follows = row[at + 1] if at + 1 < len(row) else None
        free = not follows or parted(text, last, follows) or follows.key in FUNCTION_WORDS or acts(follows)
        before = row[place[start] - 1] if place[start] else None
        bare = not before or parted(text, before, span.words[0]) or before.key in _BEFORE or acts(before)
        quoted = len(QUOTES.findall(text[:start])) % 2 == 1
        if bare and (free or last.end > end) and not quoted:
            yield start, end


def has_name(text: str, person: Person) -> bool:
    """Whether ``text`` has the full name.

    >>> has_name("Ms. Lina Haddad left.", Person("Mayor Lina Haddad", ("lina", "haddad"), 1))
    True
    """
    keys = [word.key for word in words(text)]
    size = len(person.name)
    return any(tuple(keys[at : at + size]) == person.name for at in range(len(keys) - size + 1))
