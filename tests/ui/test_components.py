"""Every component renders, says what it must say, and appears on the living page; no template carries inline code."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines
from django.test import RequestFactory
from lxml import html

import bokjihub
from bokjihub.ui import samples, views
from bokjihub.ui.fields import DayField, WonField

PACKAGE = Path(bokjihub.__file__).parent
COMPONENTS = PACKAGE / "ui/templates/cotton"
TODAY = date(2026, 11, 22)


def draw(source: str, **context: Any) -> html.HtmlElement:
    """A fragment of the page as a tree."""
    from django_cotton.compiler_regex import CottonCompiler

    template = engines["django"].from_string(CottonCompiler().process(source))
    request = RequestFactory().get("/")
    return html.fragment_fromstring(template.render({"today": TODAY, **context}, request), create_parent="main")


def text(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


@pytest.fixture
def living_page() -> html.HtmlElement:
    response = views.components(RequestFactory().get("/"))
    assert response.status_code == 200
    return html.document_fromstring(response.content.decode())


def component_names() -> list[str]:
    return sorted(path.stem for path in COMPONENTS.glob("*.html"))


@pytest.mark.parametrize("name", component_names())
def test_component_is_on_the_living_page_and_documented(name: str) -> None:
    pages = [PACKAGE / "ui/templates/ui/components.html", *(PACKAGE / "ui/templates/ui/components").glob("*.html")]
    sources = [*pages, *COMPONENTS.glob("*.html"), *(PACKAGE / "ui/templates/ui").glob("base*.html")]
    tag = re.compile(rf"<c-{name.replace('_', '-')}[\s/>]")
    assert any(tag.search(path.read_text()) for path in sources if path.stem != name)
    assert (COMPONENTS / f"{name}.html").read_text().startswith("{# ")


def test_living_page_has_no_unrendered_tag_and_one_primary_action(living_page: html.HtmlElement) -> None:
    source = html.tostring(living_page, encoding="unicode")
    assert "<c-" not in source
    assert "{%" not in source
    assert len(living_page.cssselect("a.button-primary, button.button-primary")) == 1
    assert len(living_page.cssselect("h1")) == 1


def test_living_page_has_unique_ids_and_resolvable_references(living_page: html.HtmlElement) -> None:
    ids = [element.get("id") for element in living_page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for element in living_page.iter():
            assert set((element.get(attribute) or "").split()) <= set(ids), (attribute, element.attrib)


def test_every_control_has_a_label(living_page: html.HtmlElement) -> None:
    labelled = {label.get("for") for label in living_page.iter("label")}
    controls = living_page.xpath("//input[not(@type='hidden')] | //select | //textarea")
    assert len(controls) > 20
    for control in controls:
        inside = any(parent.tag == "label" for parent in control.iterancestors())
        assert inside or control.get("id") in labelled or control.get("aria-label"), control.attrib


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 11, 20), "▲2일 지남(기한 11. 20.(금), 2일 지남)"),
        (date(2026, 11, 22), "◑오늘까지(기한 11. 22.(일), 오늘까지)"),
        (date(2026, 12, 4), "○D-12(기한 12. 4.(금), 12일 남음)"),
    ],
)
def test_clock_says_it_with_shape_words_and_full_text(due: date, expected: str) -> None:
    tree = draw('<c-clock :due="due" :today="today" />', due=due)
    assert text(tree).replace(" (", "(") == expected
    assert tree.cssselect("[aria-hidden=true]")[0].text in "▲◑○"


def test_clock_names_the_law_and_draws_nothing_without_a_date() -> None:
    legal = draw('<c-clock :due="due" :today="today" legal="1" basis="긴급복지지원법 제13조" />', due=TODAY)
    assert "법정" in text(legal)
    assert "긴급복지지원법 제13조" in text(legal)
    assert text(draw('<c-clock :due="due" :today="today" />', due=None)) == ""


def test_components_escape_what_people_type() -> None:
    nasty = '<script>alert("1")</script>&\'"'
    tree = draw(
        '<c-text name="n" label="이름" value="{{ v }}" hint="{{ v }}" error="{{ v }}" /><c-badge>{{ v }}</c-badge>'
        '<c-panel title="{{ v }}">{{ v }}</c-panel><c-person name="{{ v }}" about="{{ v }}" masked="1" />'
        '<c-textarea name="t" label="말씀" value="{{ v }}" /><c-alert title="{{ v }}">{{ v }}</c-alert>',
        v=nasty,
    )
    assert not tree.cssselect("script")
    assert tree.cssselect("input")[0].get("value") == nasty
    assert tree.cssselect("textarea")[0].text.strip() == nasty
    assert tree.cssselect(".panel-title")[0].text == nasty


def test_person_is_masked_unless_already() -> None:
    assert text(draw('<c-person name="박영순" />')) == "박*순"
    assert text(draw('<c-person name="박*순" masked="1" />')) == "박*순"


def test_reason_bars_show_the_value_as_text_and_hide_the_bar() -> None:
    tree = draw(
        '<c-reasons :items="items" />', items=[{"label": "단전", "points": 20}, {"label": "주소 다름", "points": 80}]
    )
    assert [e.text for e in tree.cssselect(".reason-points")] == ["20", "80"]
    assert [e.get("width") for e in tree.cssselect(".bar-fill")] == ["46.0", "92.0"]
    assert all(svg.get("aria-hidden") == "true" for svg in tree.cssselect("svg"))


def test_field_shows_the_mistake_and_keeps_the_words() -> None:
    form = samples.wrong_form()
    tree = draw('<c-error-summary :form="form" /><c-fields :form="form" />', form=form)
    box = tree.cssselect("input[name=next_on]")[0]
    assert box.get("value") == "20261131"
    assert box.get("aria-invalid") == "true"
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    assert set(box.get("aria-describedby").split()) <= ids
    for link in tree.cssselect(".error-summary a"):
        assert link.get("href").removeprefix("#") in ids
    assert "(꼭)" in text(tree)


def test_error_summary_is_silent_for_a_sound_form() -> None:
    sound = samples.SampleForm({"words": "네", "channel": "phone", "next_on": "내일"})
    assert sound.is_valid(), sound.errors
    assert text(draw('<c-error-summary :form="form" />', form=sound)) == ""


def test_stat_table_puts_the_total_first_and_rounds_from_won() -> None:
    tree = draw(
        '<c-stat-table caption="실적" :columns="columns" :rows="rows" :total="total" unit="(단위: 건, 천원)" />',
        columns=[{"label": "건수", "kind": "count"}, {"label": "금액", "kind": "thousand"}],
        rows=[{"label": "가", "cells": [1, 1500]}, {"label": "나", "cells": [1000, 1500]}],
        total={"cells": [1001, 3000]},
    )
    lines = [[text(cell) for cell in row] for row in tree.cssselect("tbody tr")]
    assert lines == [["합계", "1,001", "3"], ["가", "1", "2"], ["나", "1,000", "2"]]


def test_action_is_a_post_with_a_token() -> None:
    tree = draw('<c-action url="/x/" label="지킴" name="kept" value="1" />')
    form = tree.cssselect("form")[0]
    assert form.get("method") == "post"
    assert form.cssselect("input[name=csrfmiddlewaretoken]")
    assert form.cssselect("button")[0].get("value") == "1"


def test_day_and_won_fields_understand_officers() -> None:
    assert DayField().clean("2026. 11. 24.") == date(2026, 11, 24)
    assert WonField().clean("21만 2천원") == 212_000
    with pytest.raises(ValidationError, match="없는 날"):
        DayField().clean("2026. 11. 31.")
    with pytest.raises(ValidationError, match="금액"):
        WonField().clean("삼만")
    with pytest.raises(ValidationError):
        WonField().clean("-1")


def test_fields_show_their_values_as_officers_write_them() -> None:
    class Known(forms.Form):
        on = DayField(initial=date(2026, 11, 24))
        amount = WonField(initial=212000)

    page = str(Known())
    assert 'value="2026. 11. 24."' in page
    assert 'value="212,000"' in page


@pytest.mark.parametrize(
    "name", ["base", "base_field", "base_portal", "base_print", "not_found", "fault", "officer_error"]
)
def test_shells_render_without_any_room(name: str, settings: Any) -> None:
    settings.BOKJIHUB_DEMO = True
    source = engines["django"].get_template(f"ui/{name}.html").render({"title": "제목"}, RequestFactory().get("/"))
    page = html.document_fromstring(source)
    assert page.get("lang") == "ko"
    assert len(page.cssselect("main")) == 1
    assert len(page.cssselect("h1")) == 1
    assert "합성 자료" in page.text_content()


def test_shell_draws_places_search_and_crumbs_from_the_context() -> None:
    context = {
        "title": "작업목록",
        "ui_nav": [{"label": "발굴", "url": "/discovery/", "count": 28, "current": True}],
        "find_url": "/find/",
        "crumbs": [{"label": "발굴", "url": "/discovery/"}, {"label": "작업목록", "url": ""}],
    }
    source = engines["django"].get_template("ui/base.html").render(context, RequestFactory().get("/"))
    page = html.document_fromstring(source)
    assert text(page.cssselect("[aria-current=page]")[0]).startswith("발굴 28")
    search = page.cssselect("form[role=search]")[0]
    assert (search.get("method"), search.get("action")) == ("post", "/find/")
    assert page.cssselect("label[for=find]")


FORBIDDEN = {
    "inline style": re.compile(r"<[^>!]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.I),
    "event attribute": re.compile(r"<[^>!]*\son[a-z]+\s*=", re.I),
    "hx-on": re.compile(r"\bhx-on[:\s=-]", re.I),
    "evaluated htmx values": re.compile(r"hx-(vals|headers)\s*=\s*['\"]\s*js:", re.I),
    "trigger filter": re.compile(r"hx-trigger\s*=\s*['\"][^'\"]*\w\[", re.I),
    "javascript address": re.compile(r"(href|src|action)\s*=\s*['\"]?\s*javascript:", re.I),
    "outside address": re.compile(r"<(link|script|img|iframe)\b[^>]*(href|src)\s*=\s*['\"]?(https?:)?//", re.I),
}


def faults_of(source: str) -> set[str]:
    """Names of the forbidden patterns a template contains."""
    return {name for name, pattern in FORBIDDEN.items() if pattern.search(source)}


def test_no_template_of_the_house_carries_inline_code() -> None:
    """The content security policy would drop it without a word (spikes §6)."""
    templates = list(PACKAGE.rglob("templates/**/*.html"))
    assert len(templates) > 40
    assert {str(path.relative_to(PACKAGE)): found for path in templates if (found := faults_of(path.read_text()))} == {}


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('<p style="color:red">', "inline style"),
        ("<style>p{}</style>", "style element"),
        ("<script>x()</script>", "inline script"),
        ('<a onclick="x()">', "event attribute"),
        ('<p hx-on:click="x()">', "hx-on"),
        ("<p hx-vals='js:{a: 1}'>", "evaluated htmx values"),
        ('<p hx-trigger="keyup[ctrlKey]">', "trigger filter"),
        ('<a href="javascript:x()">', "javascript address"),
        ('<script src="https://cdn.example/x.js"></script>', "outside address"),
    ],
)
def test_the_inline_check_sees_each_fault(source: str, fault: str) -> None:
    assert fault in faults_of(source)


def test_static_scripts_evaluate_nothing_and_load_nothing_from_outside() -> None:
    scripts = list((PACKAGE / "ui/static/ui").rglob("*.js"))
    assert len(scripts) >= 10
    unsafe = re.compile(r"\beval\(|new Function|\.innerHTML\s*=|document\.write|https?://")
    assert [script.name for script in scripts if unsafe.search(script.read_text())] == []


def test_every_script_and_stylesheet_the_shell_links_exists() -> None:
    head = (PACKAGE / "ui/templates/ui/_head.html").read_text() + (
        PACKAGE / "ui/templates/ui/_scripts.html"
    ).read_text()
    linked = re.findall(r'static "(ui/[^"]+)"', head)
    assert len(linked) > 8
    for name in linked:
        assert (PACKAGE / "ui/static" / name).is_file(), name
    sheet = PACKAGE / "ui/static/ui/ui.css"
    for name in re.findall(r'@import url\("(css/[^"]+)"\)', sheet.read_text()):
        assert (sheet.parent / name).is_file(), name
