"""Every rule by which a run of words is kept: what its docstring shows in brackets, it keeps."""

import inspect
import re

import pytest

from summarize import needs, tails
from summarize.run import Run

RULES = [pytest.param(stands, rule, id=rule.__name__) for stands, rules in needs.RULES for rule in rules]


@pytest.mark.parametrize(("stands", "rule"), RULES)
def test_a_rule_keeps_what_its_docstring_shows_in_brackets(stands, rule):
    for run in shown(rule):
        assert stands(run) and rule(run) and needs.needed(run), run


@pytest.mark.parametrize("rule", tails.BOUND)
def test_what_bounds_a_clause_is_not_loose_at_its_end(rule):
    for run in shown(rule):
        assert rule(run) and not tails.loose(run), run


def shown(rule):
    """The runs in brackets of the first line of a rule's docstring."""
    line = inspect.getdoc(rule).split("\n")[0]
    return [Run.of(example) for example in re.findall(r'[^";.]*\[[^";.]*', line)]
