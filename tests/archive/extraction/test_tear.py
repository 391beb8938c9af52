"""Claims about who prevails where the model and a rule disagree."""

from archive.extraction.answer import NO_MEMORY, NO_RULES, BlockKind
from archive.extraction.decide import CERTAIN, Decision
from archive.extraction.dom import parse
from archive.extraction.overrides import Overrides
from archive.extraction.survey import survey
from archive.extraction.tear import tear

PAGE = """<html><head><title>Ferry stops for the winter</title></head><body><h1>Ferry stops for the winter</h1>
<p>1 2 3 4 5</p><p>The ferry will rest until the ice has gone.</p></body></html>"""
ROW = "1 2 3 4 5"


def kinds(probability: float, by: str = "model") -> dict[str, BlockKind]:
    """What was set aside, where each block is as probable as that."""
    tree = parse(PAGE)
    page = survey(tree, url="")
    decision = Decision(tuple(probability for _ in page.blocks), by)
    torn = tear(page.blocks, decision, page.namer, NO_MEMORY, Overrides.of(NO_RULES, tree))
    return {one.text: one.kind for one in torn.aside}


def test_a_rule_overrules_a_model_that_is_not_certain():
    assert kinds(CERTAIN - 0.05)[ROW] is BlockKind.PAGINATION


def test_a_rule_yields_to_a_model_that_is_certain():
    assert ROW not in kinds(CERTAIN + 0.05)


def test_the_headline_is_never_body():
    assert kinds(0.99)["Ferry stops for the winter"] is BlockKind.TITLE


def test_a_rule_overrules_another_rule():
    assert kinds(1.0, by="rule")[ROW] is BlockKind.PAGINATION


def test_a_table_may_repeat_itself_and_a_paragraph_may_not():
    line = "Warm up for ten minutes, then run as slowly as you can."
    tree = parse(f"<table><tr><td>{line}</td></tr><tr><td>{line}</td></tr></table><p>{line}</p>")
    page = survey(tree, url="")
    torn = tear(page.blocks, Decision((0.9,) * 3, "model"), page.namer, NO_MEMORY, Overrides.of(NO_RULES, tree))
    assert [one.block.element.tag for one in torn.kept] == ["td", "td"]
    assert [one.kind for one in torn.aside] == [BlockKind.DUPLICATE]
