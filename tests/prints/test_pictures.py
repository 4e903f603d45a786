"""Pictures to share: what they show, how large they are, and that two runs give the same bytes."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageSequence

from leopard_range.catalog import Catalog
from leopard_range.content.figures import figures
from leopard_range.i18n import number, percent
from leopard_range.maps import MapState
from leopard_range.prints import animation
from leopard_range.prints.pictures import PREVIEW_PX, headline, preview, years
from tests.content.editions import edition_of

LANGUAGES = ("en", "ru", "zh", "ko")
MOST_PREVIEW = 300_000


@pytest.fixture(scope="module")
def film(catalog: Catalog) -> bytes:
    return years(edition_of(catalog, "en"))


@pytest.mark.parametrize(
    ("page", "lang"),
    [("explore", "en"), ("then-now", "ru"), ("cameras", "zh"), ("corridor", "ko"), ("story", "en")],
)
def test_preview_has_the_size_networks_ask_for(page: str, lang: str, catalog: Catalog) -> None:
    body = preview(edition_of(catalog, lang), page, MapState(), address="https://leopard.example.org")
    picture = Image.open(BytesIO(body))
    assert picture.format == "PNG"
    assert picture.size == PREVIEW_PX
    assert len(body) < MOST_PREVIEW
    assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 40


def test_same_view_gives_the_same_preview(catalog: Catalog) -> None:
    state = MapState(view=(131.2, 43.1, 8), year=2012, on=("range_current", "park"))
    edition = edition_of(catalog, "ko")
    assert preview(edition, "explore", state) == preview(edition, "explore", state)
    assert preview(edition, "explore", state) != preview(edition, "explore", MapState())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_number_that_matters_is_read_from_the_data(lang: str, catalog: Catalog) -> None:
    edition, found = edition_of(catalog, lang), figures(catalog)
    then = headline(edition, "explore", MapState(year=1850))
    now = headline(edition, "explore", MapState(year=2026))
    assert number(found.historic_km2, lang) in then.value
    assert now.value == percent(found.current_km2 / found.historic_km2, lang, 0)
    assert number(found.current_km2, lang) in now.about
    assert headline(edition, "then-now", MapState(year=1850)).value == now.value
    year, low, high = found.plot[-1]
    plot = headline(edition, "cameras", MapState(year=year))
    assert low == high
    assert plot.value == number(low, lang)
    assert str(year) in plot.about
    count = len(catalog.layer("proposals", public=True).frame)
    assert headline(edition, "corridor", MapState()).value == number(count, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_moments_go_forward_and_end_with_today(lang: str, catalog: Catalog) -> None:
    told = animation.moments(edition_of(catalog, lang))
    at = [one.year for one in told]
    assert at == sorted(at)
    assert at[0] == 1850
    assert at[-1] == catalog.years[1]
    assert {1916, 1975, 2012, 2014} <= set(at)
    assert max(one.hold_ms for one in told) == told[-1].hold_ms
    assert all(one.text and one.value and one.label for one in told)


def test_areas_are_the_published_ones(catalog: Catalog) -> None:
    told = {one.year: one for one in animation.moments(edition_of(catalog))}
    found = figures(catalog)
    for year, area in ((1916, found.historic_km2), (1996, found.seventies_km2), (2021, found.current_km2)):
        assert number(area) in told[year].value


def test_animation_loops_within_five_megabytes(film: bytes) -> None:
    assert len(film) <= animation.MOST_BYTES
    picture = Image.open(BytesIO(film))
    assert picture.format == "GIF"
    assert picture.size == animation.YEARS_PX
    assert picture.info["loop"] == 0
    lengths = [frame.info["duration"] for frame in ImageSequence.Iterator(picture)]
    assert lengths[-1] == max(lengths)
    assert sum(lengths) < 60_000


def test_first_frame_sums_up_and_still_parts_do_not_flicker(film: bytes) -> None:
    frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(Image.open(BytesIO(film)))]
    first, last = frames[0], frames[-1]
    assert ImageChops.difference(first, last).getbbox() is None
    # The sea south of Japan and the title are the same in every frame.
    for box in ((430, 330, 550, 470), (0, 0, 400, 56)):
        still = np.asarray(first.crop(box))
        assert all(np.array_equal(still, np.asarray(frame.crop(box))) for frame in frames)


def test_same_data_gives_the_same_animation(
    film: bytes, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = animation.moments(edition_of(catalog))
    few = (told[0], told[-1])
    monkeypatch.setattr(animation, "moments", lambda _edition: few)
    one, two = years(edition_of(catalog)), years(edition_of(catalog))
    assert one == two
    assert one != film


def test_too_large_an_animation_gets_fewer_colours(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    told = animation.moments(edition_of(catalog))
    monkeypatch.setattr(animation, "moments", lambda _edition: (told[0], told[-1]))
    whole = years(edition_of(catalog))
    monkeypatch.setattr(animation, "MOST_BYTES", len(whole) - 1)
    assert len(years(edition_of(catalog))) < len(whole)
