"""Every rule by which a run of words is kept: what its docstring shows in brackets, it keeps."""

import inspect
import re

import pytest

from summarize import needs
from summarize.run import Run

RULES = [pytest.param(stands, rule, id=rule.__name__) for stands, rules in needs.RULES for rule in rules]


@pytest.mark.parametrize(("stands", "rule"), RULES)
def test_a_rule_keeps_what_its_docstring_shows_in_brackets(stands, rule):
    line = inspect.getdoc(rule).split("\n")[0]
    for example in re.findall(r'[^";.]*\[[^";.]*', line):
        run = Run.of(example)
        assert stands(run) and rule(run) and needs.needed(run), example
