from __future__ import annotations

import pytest

from archive.model import Edit
from archive.store.edits import Said, classify
from tests.archive.desk import STORY

TEXT = "\n\n".join(STORY)
OLD = Said("Ferry returns to the islands", "ada quay", TEXT)


def said(headline: str = OLD.headline, byline: str = OLD.byline, text: str = TEXT) -> Said:
    return Said(headline, byline, text)


@pytest.mark.parametrize(
    ("new", "edit"),
    [
        (said(headline="Ferry returns after winter of repairs"), Edit.HEADLINE),
        (said(headline="FERRY returns to the islands!"), Edit.COSMETIC),
        (said(text=TEXT.replace("engines", "motors")), Edit.SUBSTANTIAL),
        (said(text=TEXT.replace("harbour", "harbor")), Edit.COSMETIC),
        (said(text=TEXT.replace("Monday,", "Monday;")), Edit.COSMETIC),
        (said(text=TEXT.replace("two islands", "12 islands")), Edit.SUBSTANTIAL),
        (said(text=TEXT.replace("sails again", "never sails again")), Edit.SUBSTANTIAL),
        (said(text="\n\n".join(reversed(STORY))), Edit.COSMETIC),
        (said(byline="bo pier"), Edit.SUBSTANTIAL),
        (said(text="Removed at the request of the author."), Edit.EMPTIED),
        (said(text=""), Edit.EMPTIED),
        (said(text=f"{TEXT}\n\nCorrection: the ferry has one engine."), Edit.CORRECTION),
        (said(text=f"Editor’s note: this story names no sources.\n\n{TEXT}"), Edit.CORRECTION),
        (said(text=f"{TEXT}\n\nAn earlier version of this article gave a wrong date."), Edit.CORRECTION),
        (said(text=f"{TEXT}\n\n(Berichtigung: Die Fähre fährt montags.)"), Edit.CORRECTION),
        (said(text=f"{TEXT}\n\nIn einer früheren Version hieß es, die Fähre fahre dienstags."), Edit.CORRECTION),
        (said(text=f"{TEXT}\n\nFe de errores: el ferry tiene un motor."), Edit.CORRECTION),
        (said(text=f"{TEXT}\n\nRectificatif – le ferry part lundi."), Edit.CORRECTION),
        (said(text=f"{TEXT}\n\n訂正：船は月曜に出ます。"), Edit.CORRECTION),
        (said(text=f"{TEXT}\n\nThe stock market correction reached the islands."), Edit.SUBSTANTIAL),
    ],
)
def test_an_edit_is_named_for_what_it_says_most(new: Said, edit: Edit) -> None:
    assert classify(OLD, new) is edit


def test_a_correction_that_stood_there_before_is_none_now() -> None:
    noted = said(text=f"{TEXT}\n\nCorrection: the ferry has one engine.")
    assert classify(noted, said(headline="Ferry is back", text=noted.text)) is Edit.HEADLINE


def test_a_short_notice_is_not_emptied_by_getting_shorter() -> None:
    assert classify(said(text="A short notice of eight words in all."), said(text="Gone.")) is Edit.SUBSTANTIAL
