"""The shell of the field app: the same bytes for everybody, every file of it kept under one version, no inline code."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from bokjihub.field.views.app import shell_files

pytestmark = pytest.mark.django_db


def test_the_shell_is_the_same_for_everybody_and_holds_no_token(browse: Any) -> None:
    stranger = Client().get(reverse("field:app"))
    officer = browse("officer").get(reverse("field:app"))
    assert stranger.content == officer.content
    assert "no-store" not in officer["Cache-Control"]
    text = stranger.content.decode()
    assert "김서연" not in text
    assert re.search(r"<script(?![^>]*src=)", text) is None
    assert "<noscript>" in text


def test_the_worker_keeps_every_file_the_app_asks_for() -> None:
    body = Client().get(reverse("field:worker"))
    assert body["Service-Worker-Allowed"] == reverse("field:day")
    names = set(shell_files())
    assert all(finders.find(name) for name in names)
    scripts = [name for name in names if name.startswith("field/js/")]
    assert len(scripts) >= 10
    for name in scripts:
        words = Path(str(finders.find(name))).read_text("utf-8")
        for asked in re.findall(r'(?:from |import\()"\.\./\.\./([^"]+)"', words):
            assert asked in names
        for asked in re.findall(r'from "\./([^"]+)"', words):
            assert f"field/js/{asked}" in names
    linked = re.findall(r'(?:src|href)="/static/([^"]+)"', Client().get(reverse("field:app")).content.decode())
    assert set(linked) <= names


def test_the_engine_of_the_forms_may_run_and_nothing_typed_may() -> None:
    policy = Client().get(reverse("field:app"))["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "'unsafe-eval'" not in policy


def test_the_manifest_opens_the_app_within_its_scope() -> None:
    found = Client().get(reverse("field:manifest")).json()
    assert found["start_url"].startswith(found["scope"])
    assert found["display"] == "standalone"


def test_the_page_without_script_leads_to_the_visit_and_its_record(browse: Any) -> None:
    text = browse("officer").get(reverse("field:day")).content.decode()
    assert "오늘 방문이 없습니다" in text
    assert reverse("field:app") in text
