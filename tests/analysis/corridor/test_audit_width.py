"""Width along a centreline: shapes worked on paper, and the distance transform of a raster beside it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize
from rasterio.transform import from_origin
from scipy.ndimage import distance_transform_edt
from shapely import Point, Polygon, affinity, box
from skimage.morphology import medial_axis

from leopard_range.analysis.corridor.audit import MOST_POINTS, Widths, fine_cell_m, widths


def sector(inner: float, outer: float, degrees: float) -> Polygon:
    turn = np.radians(np.linspace(0, degrees, 400))
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    return Polygon(np.vstack([outer * circle, inner * circle[::-1]]))


def hourglass(length: float, wide: float, waist: float, at: float) -> Polygon:
    half = [(0, wide / 2), (at, waist / 2), (length, wide / 2)]
    return Polygon([*half, *[(x, -y) for x, y in reversed(half)]])


def wedge(length: float, wide: float, narrow: float) -> Polygon:
    return Polygon([(0, -wide / 2), (length, -narrow / 2), (length, narrow / 2), (0, wide / 2)])


# Shape, least width, where it is (None: everywhere), length of the centreline.
SHAPES: dict[str, tuple[Polygon, float, tuple[float, float] | None, float]] = {
    "rectangle": (box(0, 0, 40_000, 5_000), 5_000, None, 40_000),
    "wedge": (wedge(40_000, 8_000, 2_000), 2_000, (40_000, 0), 40_000),
    "hourglass": (hourglass(40_000, 6_000, 2_000, 20_000), 2_000, (20_000, 0), 40_000),
    "uneven hourglass": (hourglass(40_000, 6_000, 1_000, 27_000), 1_000, (27_000, 0), 40_000),
    "ring sector": (sector(15_000, 19_000, 120), 4_000, None, 17_000 * math.radians(120)),
    "long sector": (sector(18_000, 19_000, 300), 1_000, None, 18_500 * math.radians(300)),
    "slanted ends": (
        Polygon([(0, 0), (40_000, 0), (44_000, 4_000), (4_000, 4_000)]), 4_000, None, 40_000
    ),
    "two halls and a door": (
        shapely.union_all(
            [box(0, 0, 2e4, 2e4), box(2e4, 9_500, 25_000, 10_500), box(25_000, 0, 45_000, 2e4)]
        ),
        1_000, (22_500, 10_000), 45_000,
    ),
    "triangle": (Polygon([(0, -4_000), (40_000, 0), (0, 4_000)]), 0, (40_000, 0), 40_000),
}  # fmt: skip


def least(found: Widths) -> float:
    return float(found.width_m[found.narrowest])


def length(found: Widths) -> float:
    return float(shapely.length(shapely.linestrings(found.line)))


@pytest.mark.parametrize("turn", [0, 33, 90, 151])
@pytest.mark.parametrize("name", SHAPES)
def test_the_least_width_and_its_place_are_those_of_paper(name: str, turn: float) -> None:
    shape, width, place, long = SHAPES[name]
    found = widths(affinity.rotate(shape, turn, origin=(0, 0)))
    assert least(found) == pytest.approx(width, abs=found.cell_m)
    assert length(found) == pytest.approx(long, rel=0.01)
    if place is not None:
        at = affinity.rotate(Point(found.xy[found.narrowest]), -turn, origin=(0, 0))
        assert at.distance(Point(place)) <= 2 * found.cell_m
    assert not found.compact


@pytest.mark.parametrize("cell", [40.0, 100.0, 250.0])
@pytest.mark.parametrize("name", ["rectangle", "wedge", "hourglass", "ring sector", "slanted ends"])
def test_a_coarser_step_is_wrong_by_less_than_a_step(name: str, cell: float) -> None:
    shape, width, place, _ = SHAPES[name]
    found = widths(shape, cell)
    assert found.cell_m == cell
    assert least(found) == pytest.approx(width, abs=cell)
    if place is not None:
        assert Point(found.xy[found.narrowest]).distance(Point(place)) <= 2 * cell


@settings(max_examples=25, deadline=None)
@example(length_m=78_506.0, wide=3_114.0, share=0.95, turn=3.25, at=0.45)  # hardly a wedge
@given(
    length_m=st.floats(20_000, 80_000),
    wide=st.floats(3_000, 8_000),
    share=st.floats(0.3, 0.95),
    turn=st.floats(0, 180),
    at=st.floats(0.3, 0.7),
)
def test_any_wedge_and_hourglass_is_measured(
    length_m: float, wide: float, share: float, turn: float, at: float
) -> None:
    narrow = wide * share
    places = {
        wedge(length_m, wide, narrow): (length_m, 0.0),
        hourglass(length_m, wide, narrow, at * length_m): (at * length_m, 0.0),
    }
    for shape, place in places.items():
        found = widths(affinity.rotate(shape, turn, origin=(0, 0)))
        assert least(found) == pytest.approx(narrow, abs=found.cell_m)
        seen = affinity.rotate(Point(found.xy[found.narrowest]), -turn, origin=(0, 0))
        assert seen.distance(Point(place)) <= 2 * found.cell_m


def bent() -> Any:
    x = np.linspace(0, 60_000, 120)
    middle = 4_000 * np.sin(x / 9_000)
    half = 1_500 + 700 * np.cos(x / 7_000)
    return Polygon(
        np.vstack([np.column_stack([x, middle + half]), np.column_stack([x, middle - half])[::-1]])
    )


def test_the_distance_transform_of_a_raster_gives_the_same_widths() -> None:
    area, cell = bent(), 50.0
    west, south, east, north = area.buffer(500).bounds
    shape = (math.ceil((north - south) / cell), math.ceil((east - west) / cell))
    transform = from_origin(west, north, cell, cell)
    inside = rasterize([(area, 1)], out_shape=shape, transform=transform).astype(bool)
    distance = distance_transform_edt(inside, sampling=cell)
    skeleton: Any = medial_axis(inside)  # type: ignore[no-untyped-call]
    found = widths(area, cell)
    inner = (found.along_m > 4_000) & (found.along_m < found.along_m[-1] - 4_000)
    column = ((found.xy[inner, 0] - west) / cell).astype(int)
    row = ((north - found.xy[inner, 1]) / cell).astype(int)
    near = np.stack([distance[row + i, column + j] for i in (-1, 0, 1) for j in (-1, 0, 1)]).max(axis=0)
    assert np.abs(found.width_m[inner] - (2 * near - cell)).max() < 2 * cell
    axis = np.argwhere(skeleton & (distance > 700))
    xy = np.column_stack([west + (axis[:, 1] + 0.5) * cell, north - (axis[:, 0] + 0.5) * cell])
    off = shapely.distance(shapely.points(xy), shapely.linestrings(found.line))
    middle = (xy[:, 0] > 4_000) & (xy[:, 0] < 56_000)
    assert np.quantile(off[middle], 0.95) < 2 * cell


def test_transects_agree_where_sides_run_along() -> None:
    for name in ("rectangle", "ring sector"):
        found = widths(SHAPES[name][0])
        assert np.nanmax(np.abs(found.transect_m - found.width_m[found.told])) < found.cell_m / 5
    steep = widths(SHAPES["wedge"][0])
    difference = steep.transect_m - steep.width_m[steep.told]
    assert np.nanmedian(difference) == pytest.approx(14, abs=5)  # the cosine of a side's 4.3 degrees


def test_a_drawn_line_is_its_own_centreline() -> None:
    line = shapely.LineString([(0, 0), (20_000, 5_000), (40_000, 0), (41_000, 30_000)])
    area = line.buffer(1_500, cap_style="flat", join_style="round", quad_segs=32)
    found = widths(area, line=line, full_m=3_000)
    assert found.width_m == pytest.approx(3_000, abs=3)
    assert length(found) == pytest.approx(line.length)


def test_shapes_that_are_no_strip_say_so() -> None:
    disc = widths(Point(0, 0).buffer(9_000, 64))
    assert disc.compact
    assert least(disc) == pytest.approx(18_000, rel=0.01)
    square = widths(box(0, 0, 9_000, 9_000))
    assert square.compact
    assert least(square) == pytest.approx(9_000, rel=1e-6)
    ring = widths(Point(0, 0).buffer(20_000, 64).difference(Point(0, 0).buffer(16_000, 64)))
    assert least(ring) == pytest.approx(4_000, abs=ring.cell_m)
    assert length(ring) == pytest.approx(math.pi * 18_000, rel=0.01)  # one of the two ways round
    turn = np.radians(np.arange(10) * 36)
    reach = np.where(np.arange(10) % 2, 2_500, 10_000)
    star = widths(Polygon(np.column_stack([reach * np.cos(turn), reach * np.sin(turn)])))
    assert star.arms >= 1
    assert length(star) == pytest.approx(20_000, rel=0.05)


def test_beside_a_hole_the_width_is_that_of_the_way_round_it() -> None:
    found = widths(box(0, 0, 40_000, 6_000).difference(box(15_000, 2_000, 20_000, 3_000)))
    assert least(found) == pytest.approx(3_000, abs=found.cell_m)
    assert 15_000 <= found.xy[found.narrowest, 0] <= 20_000
    assert found.width_m.max() == pytest.approx(6_000, abs=found.cell_m)


def test_the_step_is_a_twentieth_of_the_width_within_bounds() -> None:
    assert fine_cell_m(box(0, 0, 100_000, 2_000)) == pytest.approx(2_000 / 20 / 1.02)
    long = box(0, 0, 1_000_000, 20)
    assert fine_cell_m(long) == pytest.approx(long.length / MOST_POINTS)
    turn = np.linspace(0, 2 * np.pi, 40_000, endpoint=False)
    wavy = Polygon(np.column_stack([30_000 * np.cos(turn), (4_000 + 5 * np.sin(900 * turn)) * np.sin(turn)]))
    assert least(widths(wavy)) < 8_100
