"""읍·면·동 경계: every mistake of a file by place and field, made-up lines that part the town, the maps that draw them."""

import copy
import datetime as dt
import json
import math
from importlib import resources
from itertools import combinations, pairwise
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from bokjihub import cli
from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area, Boundary
from bokjihub.areas.queries import boundaries_of
from bokjihub.rollout.actions import hub as actions
from bokjihub.rollout.boundaries import Dong, read
from bokjihub.rollout.drawing import draw
from bokjihub.rollout.queries.hub import DongState, hub_state
from bokjihub.rollout.reach import NotInYourReach
from bokjihub.rollout.shapes import made_up
from tests.cast import Cast
from tests.factories.homes import home

SQUARE = [[127.38, 35.40], [127.40, 35.40], [127.40, 35.42], [127.38, 35.42], [127.38, 35.40]]
NOAM = Dong(uuid4(), "노암동", "5219055000", (127.39, 35.41))
GEUM = Dong(uuid4(), "금동", "5219056000", (127.37, 35.41))


def feature(name: str = "전북특별자치도 남원시 노암동", ring: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"adm_nm": name, **more},
        "geometry": {"type": "Polygon", "coordinates": [SQUARE if ring is None else ring]},
    }


def file_of(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}, ensure_ascii=False)


def test_a_file_is_read_by_code_or_by_name_and_says_which_dongs_are_missing() -> None:
    by_code = read(file_of(feature("아무 이름", adm_cd2=NOAM.code)), [NOAM, GEUM])
    assert (set(by_code.shapes), by_code.problems, by_code.missing) == ({NOAM.id}, (), ("금동",))
    assert set(read(file_of(feature()), [NOAM]).shapes) == {NOAM.id}
    elsewhere = feature("서울특별시 중구 금동", adm_cd2="1114055000")  # a namesake of another town is passed over
    assert set(read(file_of(feature(), elsewhere), [NOAM, GEUM]).shapes) == {NOAM.id}


def test_a_line_of_many_vertices_is_thinned_to_what_can_be_seen() -> None:
    side = [[127.38 + n * 0.00001, 35.40 + (n % 2) * 0.00001] for n in range(2000)]
    (polygons,) = read(
        file_of(feature(ring=[*side, [127.40, 35.42], [127.38, 35.42], side[0]])), [NOAM]
    ).shapes.values()
    assert len(polygons[0][0]) < 10


def test_a_border_two_dongs_share_stays_one_line() -> None:
    wavy = [[127.40 + (n % 2) * 0.00003, 35.40 + n * 0.0002] for n in range(101)]
    west = [[127.38, 35.40], *wavy, [127.38, 35.42], [127.38, 35.40]]
    east = [*wavy[::-1], [127.42, 35.40], [127.42, 35.42], wavy[-1]]
    found = read(file_of(feature(ring=west), feature("남원시 금동", ring=east)), [NOAM, GEUM]).shapes
    sides = [{point for point in polygons[0][0] if 127.3999 < point[0] < 127.4001} for polygons in found.values()]
    assert sides[0] == sides[1]
    assert len(sides[0]) < 10


def test_a_hole_outside_and_a_part_inside_another_are_mistakes() -> None:
    shifted = [[x + 0.05, y] for x, y in SQUARE]
    inner = [[127.385 + (x - 127.38) / 4, 35.405 + (y - 35.40) / 4] for x, y in SQUARE]
    for geometry in (
        {"type": "Polygon", "coordinates": [SQUARE, shifted]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [inner]]},
    ):
        (problem,) = read(file_of({**feature(), "geometry": geometry}), [NOAM]).problems
        assert problem.field == "geometry.coordinates"
        assert "근처" in problem.words


WRONG = {
    "not JSON": ('{"type": ', "1번째 줄 10번째 글자", "파일"),
    "not a collection": ('{"type": "Topology"}', "파일", "type"),
    "metres": (file_of(feature(), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}), "파일", "crs"),
    "no feature": (file_of(), "파일", "features"),
    "no properties": (file_of({"type": "Feature"}), "1번째 도형", "properties"),
    "unknown dong": (file_of(feature("남원시 없는동")), "1번째 도형", "properties"),
    "twice": (file_of(feature(), feature()), "2번째 도형(노암동)", "properties"),
    "a point": (
        file_of({**feature(), "geometry": {"type": "Point", "coordinates": [127.3, 35.4]}}), "1번째 도형(노암동)", "geometry.type",
    ),
    "open ring": (file_of(feature(ring=[*SQUARE[:-1], [127.39, 35.43]])), "1번째 도형(노암동)", "geometry.coordinates[0][4]"),
    "swapped": (file_of(feature(ring=[[y, x] for x, y in SQUARE])), "1번째 도형(노암동)", "geometry.coordinates[0][0]"),
    "in metres": (file_of(feature(ring=[[953_898.1, 1_952_029.7]] * 4)), "1번째 도형(노암동)", "geometry.coordinates[0][0]"),
    "not a number": (file_of(feature(ring=[*SQUARE[:2], ["127", 35.42], *SQUARE[3:]])), "1번째 도형(노암동)", "geometry.coordinates[0][2]"),
    "three corners": (file_of(feature(ring=SQUARE[:3])), "1번째 도형(노암동)", "geometry.coordinates[0]"),
    "a line": (file_of(feature(ring=[*SQUARE[:2], *SQUARE[:2], SQUARE[0]])), "1번째 도형(노암동)", "geometry.coordinates[0]"),
    "a bow tie": (
        file_of(feature(ring=[SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]])), "1번째 도형(노암동)", "geometry.coordinates[0]",
    ),
    "far away": (file_of(feature(ring=[[x - 1, y] for x, y in SQUARE])), "1번째 도형(노암동)", "geometry.coordinates"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_named_by_place_and_field_and_nothing_is_used(case: str) -> None:
    text, place, field = WRONG[case]
    found = read(text, [NOAM])
    assert [(one.place, one.field) for one in found.problems] == [(place, field)]
    assert not found.shapes


def test_every_mistake_is_told_at_once() -> None:
    found = read(file_of(feature(ring=SQUARE[:3]), feature("남원시 없는동"), feature("남원시 금동")), [NOAM, GEUM])
    assert len(found.problems) == 2
    assert not found.shapes


def inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Even-odd, written anew: a ray to the east crosses the line an odd number of times."""
    x, y = point
    crossings = [
        x < (bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in pairwise(ring) if (ay > y) != (by > y)
    ]  # fmt: skip
    return sum(crossings) % 2 == 1


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=12, unique=True),
    st.tuples(st.floats(0.3, 39.7), st.floats(0.3, 39.7)),
)
def test_made_up_lines_give_each_place_to_the_nearest_centre(grid: list[tuple[int, int]], where: Any) -> None:
    centres = {uuid4(): (127.0 + x * 0.01, 35.0 + y * 0.01) for x, y in grid}
    cells = made_up(centres)
    assert all(inside(centre, cells[area][0][0]) for area, centre in centres.items())
    point = (127.0 + where[0] * 0.01, 35.0 + where[1] * 0.01)
    squeeze = math.cos(math.radians(sum(latitude for _, latitude in centres.values()) / len(centres)))
    away = {
        area: math.hypot((longitude - point[0]) * squeeze, latitude - point[1])
        for area, (longitude, latitude) in centres.items()
    }
    mine = [area for area, polygons in cells.items() if inside(point, polygons[0][0])]
    assert all(away[area] <= min(away.values()) + 5e-5 for area in mine)  # lines are rounded to a metre


def test_no_name_lies_on_another_mark_in_a_town_of_twenty_three() -> None:
    rows = yaml.safe_load((resources.files("bokjihub.demo") / "namwon.yaml").read_text("utf-8"))["dongs"]
    areas = [Area(name=row["name"], latitude=row["latitude"], longitude=row["longitude"]) for row in rows]
    drawing = draw([DongState(area, None, "") for area in areas])
    assert drawing is not None
    assert len(drawing.marks) == 23
    touching = [
        (one.label, two.label)
        for one, two in combinations(drawing.marks, 2)
        if abs(one.x - two.x) < 6 * (len(one.label) + len(two.label)) and abs(one.y - two.y) < 40
    ]
    assert not touching
    assert all(13 <= mark.x <= drawing.width - 13 and mark.y + 30 <= drawing.height for mark in drawing.marks)


@pytest.mark.django_db
class TestInTheTown:
    """Stored, chosen, drawn, loaded by hand and by command."""

    def load(self, cast: Cast, as_of: dt.date, *, who: str = "hope", source: str = "우리 시 토지정보과") -> None:
        shapes = {cast.dongs["노암동"].id: [[[(x, y) for x, y in SQUARE]]]}
        with acting_as(by := cast.actor(who)):
            actions.load_boundaries(city=cast.city, shapes=shapes, source=source, as_of=as_of, by=by)

    def test_the_towns_own_line_comes_before_a_made_up_one_and_the_day_decides(self, cast: Cast) -> None:
        today, noam = timezone.localdate(), cast.dongs["노암동"]
        actions.make_up_boundaries(city=cast.city, as_of=today, by=job_actor("합성", city=cast.city))
        assert "합성 경계" in boundaries_of([noam.id], today).words
        self.load(cast, dt.date(2020, 1, 1))
        self.load(cast, dt.date(2024, 1, 1))
        (row,) = boundaries_of([noam.id], today).rows
        assert (row.status, row.as_of) == ("town", dt.date(2024, 1, 1))
        assert boundaries_of([noam.id], dt.date(2022, 1, 1)).rows[0].as_of == dt.date(2020, 1, 1)
        assert boundaries_of([noam.id], dt.date(2016, 1, 1)).rows[0].as_of == dt.date(2020, 1, 1)  # the oldest there is

    def test_tomorrow_and_another_city_are_refused_and_no_line_is_without_a_source(self, cast: Cast) -> None:
        with pytest.raises(actions.BoundaryOfTomorrow):
            self.load(cast, timezone.localdate() + dt.timedelta(days=1))
        with pytest.raises(NotInYourReach):
            self.load(cast, dt.date(2024, 1, 1), who="outsider")
        with pytest.raises(IntegrityError), transaction.atomic():
            self.load(cast, dt.date(2024, 1, 1), source=" ")

    def test_the_page_refuses_with_a_table_and_loads_as_a_whole(self, cast: Cast, browse: Any) -> None:
        hope, page = browse("hope"), reverse("rollout:boundaries")

        def send(text: str) -> Any:
            given = SimpleUploadedFile("dong.geojson", text.encode(), "application/geo+json")
            return hope.post(page, {"file": given, "source": "우리 시", "as_of": "2024-01-01"})

        refused = send(file_of(feature(), feature("남원시 금동", ring=SQUARE[:3])))
        assert (refused.status_code, Boundary.objects.count()) == (422, 0)
        assert "2번째 도형(금동)" in refused.content.decode()
        assert send(file_of(feature())).status_code == 302
        shown = hope.get(page).content.decode()
        assert "우리 시가 올린 경계" in shown
        assert "없음 — 중심점만 그립니다." in shown

    def test_the_hub_map_draws_outlines_under_the_marks_and_says_what_they_are(self, cast: Cast, browse: Any) -> None:
        today = timezone.localdate()
        actions.make_up_boundaries(city=cast.city, as_of=today, by=job_actor("합성", city=cast.city))
        state = hub_state(cast.city, today)
        drawing = draw(state.dongs, boundaries_of([dong.area.id for dong in state.dongs], today))
        assert drawing is not None
        placed = [dong for dong in state.dongs if dong.area.latitude is not None]
        assert len(drawing.outlines) == len(placed)
        assert all(0 <= mark.x <= drawing.width and 0 <= mark.y <= drawing.height for mark in drawing.marks)
        page = browse("hope").get(reverse("rollout:map")).content.decode()
        assert page.count("dong-outline") == len(placed)
        assert "합성 경계(지어낸 선)" in page

    def test_the_days_map_gets_the_outlines_of_its_dongs_once(self, cast: Cast, browse: Any) -> None:
        from tests.factories.visits import planned

        planned(cast, home(cast), lead="officer")
        actions.make_up_boundaries(city=cast.city, as_of=timezone.localdate(), by=job_actor("합성", city=cast.city))
        day = timezone.localdate() + dt.timedelta(days=1)
        page = browse("officer").get(reverse("visits:day_plan", args=[day])).content.decode()
        found = page.split('<script id="dong-outlines" type="application/json">')
        assert len(found) == 2
        named = [one["properties"]["name"] for one in json.loads(found[1].split("</script>")[0])["features"]]
        assert named == ["노암동"]
        assert 'data-boundaries="dong-outlines"' in page

    def test_the_command_loads_a_file_or_says_every_fault(self, cast: Cast, tmp_path: Any, capsys: Any) -> None:
        good, bad = tmp_path / "good.geojson", tmp_path / "bad.geojson"
        good.write_text(file_of(feature()), encoding="utf-8")
        wrong = copy.deepcopy(feature())
        wrong["geometry"]["coordinates"][0][1] = [35.4, 127.4]
        bad.write_text(file_of(wrong), encoding="utf-8")
        from bokjihub.rollout.commands import run

        def command(*words: str) -> tuple[int, str]:
            import sys

            status = run([*words, "--city", "남원시"], sys.stdin, sys.stdout, sys.stderr)
            said = capsys.readouterr()
            return status, said.out + said.err

        assert command()[0] == 2
        assert command(str(good))[0] == 2  # no source
        status, said = command(str(bad), "--source", "우리 시")
        assert (status, Boundary.objects.count()) == (1, 0)
        assert "1번째 도형(노암동) · geometry.coordinates[0][1]: 경도와 위도가 바뀌었습니다." in said
        assert command(str(good), "--source", "우리 시")[0] == 0
        assert command("--made-up")[0] == 0
        assert set(Boundary.objects.values_list("status", flat=True)) == {"town", "synthetic"}
        assert "boundaries" in cli.ROOMS
