"""The rules no linter knows (docs/adr, house style): doors between rooms, arrows of keys, shape of actions, policies."""

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from bokjihub.accounts.access.policy import TABLE, Act
from tests.accounts.test_places import test_every_url_has_its_line_in_the_table  # noqa: F401  a rule of the house too

PACKAGE = Path(__file__).resolve().parents[1] / "bokjihub"
# Lowest first: the stack of .importlinter, where rooms on one line share a number.
STACK = {
    room: height
    for height, line in enumerate(
        reversed(
            re.findall(r"layers =\n((?:    .+\n)+)", (PACKAGE.parent / ".importlinter").read_text())[0].split("\n")
        )
    )
    for room in line.replace("|", " ").split()
}
DOMAINS = {
    "cases", "emergency", "programmes", "counselling", "benefits", "resources", "assessments", "visits", "discovery",
    "people", "rollout", "partners", "exports", "clocks", "accounts", "areas", "audit",
}  # fmt: skip
PUBLIC = {"models", "queries", "actions"}
ALSO_PUBLIC = {
    ("accounts", "access"),
    ("clocks", "calendar"),
    ("clocks", "policies"),
    ("counselling", "choices"),
    ("emergency", "limits"),
    ("emergency", "rates"),
    ("exports", "door"),
    ("rollout", "drawing"),
    ("visits", "bookings"),  # the words an appointment is made in
    ("audit", "ids"),
    ("audit", "chain"),
}
FORBIDDEN = {"utils", "helpers", "common", "core", "misc", "base", "managers", "services", "mixins"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("bokjihub", include_external_packages=False, cache_dir=None)


def test_a_domain_is_entered_through_its_public_files(graph: grimp.ImportGraph) -> None:
    trespasses = []
    for module in sorted(graph.modules):
        parts = module.split(".")
        if len(parts) < 3 or parts[1] not in DOMAINS:
            continue
        if parts[2] in PUBLIC or (parts[1], parts[2]) in ALSO_PUBLIC:
            continue
        for importer in graph.find_modules_that_directly_import(module):
            other = importer.split(".")[1]
            if other not in {parts[1], "cli", "config"} and not _is_door_of(importer, parts):
                trespasses.append(f"{importer} → {module}")
    assert not trespasses


def _is_door_of(importer: str, parts: list[str]) -> bool:
    """Command modules may be called by the command line; nothing else is private business of another room."""
    return parts[2] == "commands" and importer == "bokjihub.cli"


def test_foreign_keys_point_down() -> None:
    upward = []
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in STACK:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or isinstance(target, str):
                continue
            other = target._meta.app_label
            if other in STACK and other != label and STACK[other] >= STACK[label]:
                upward.append(f"{model.__name__}.{field.name} → {other}")
    assert not upward


def _action_modules() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if len(parts) >= 3 and parts[2] == "actions" and parts[-1] != "__init__":
            yield ".".join(parts)


def test_actions_are_keyword_only_signed_and_atomic() -> None:
    wrong = []
    for name in _action_modules():
        module = importlib.import_module(name)
        for verb, function in inspect.getmembers(module, inspect.isfunction):
            if verb.startswith("_") or inspect.unwrap(function).__module__ != name:
                continue
            signature = inspect.signature(function)
            kinds = {parameter.name: parameter.kind for parameter in signature.parameters.values()}
            # audit.record is the mechanism itself: its first word is the act
            words = [key for key, kind in kinds.items() if kind is not inspect.Parameter.KEYWORD_ONLY]
            if words and name != "bokjihub.audit.actions":
                wrong.append(f"{name}.{verb}: not keyword-only: {words}")
            if list(kinds)[-1:] != ["by"]:
                wrong.append(f"{name}.{verb}: `by` is not last")
            if not (inspect.getdoc(function) or "").strip():
                wrong.append(f"{name}.{verb}: no docstring")
            if getattr(function, "__wrapped__", None) is None:
                wrong.append(f"{name}.{verb}: not atomic")
    assert not wrong


def test_no_module_has_an_empty_name() -> None:
    found = [str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if path.stem in FORBIDDEN]
    assert not found


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, here)
        else:
            yield here, pattern


def test_every_url_declares_its_policy() -> None:
    undeclared = [path for path, pattern in _patterns(get_resolver()) if not hasattr(pattern.callback, "policy")]
    assert not undeclared


def test_every_act_has_a_row_and_every_url_name_its_view() -> None:
    assert set(TABLE) == set(Act)
    odd = [
        f"{path}: name {pattern.name} → {pattern.callback.__name__}"
        for path, pattern in _patterns(get_resolver())
        if pattern.name is None
    ]
    assert not odd


@pytest.mark.parametrize(
    "forbidden", [r"\bstyle=\"", r"\son[a-z]+=\"", r"hx-on", r"hx-vals='js:", r"<script>(?!\s*</)"]
)
def test_templates_need_no_eval_and_no_inline_code(forbidden: str) -> None:
    """The content security policy allows neither, and a blocked handler fails without a word (spikes §6)."""
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("templates/**/*.html")
        if re.search(forbidden, path.read_text("utf-8"))
    ]
    assert not found


def test_settings_are_always_local_to_the_transaction() -> None:
    """`set_config(..., false)` leaked 30 foreign rows to the next request of the pool (spikes §2.2)."""
    pattern = re.compile(r"set_config\([^)]*,\s*false\s*\)", re.IGNORECASE)
    rooms = (path for path in PACKAGE.rglob("*.py") if "pgserver" not in path.parts)  # its connections are never pooled
    assert not [str(path.relative_to(PACKAGE)) for path in rooms if pattern.search(path.read_text("utf-8"))]


def test_nobody_outside_actions_writes_rows() -> None:
    """Views, forms and queries hold no ORM write."""
    pattern = re.compile(r"\.(save|delete|bulk_create|bulk_update|get_or_create|update_or_create)\(|objects\.create\(")
    found = [
        f"{path.relative_to(PACKAGE)}"
        for path in PACKAGE.rglob("*.py")
        if {"views", "forms", "queries"} & set(path.relative_to(PACKAGE).with_suffix("").parts)
        and pattern.search(path.read_text("utf-8"))
    ]
    assert not found


def test_every_table_has_its_word_in_the_glossary() -> None:
    words = {
        line.split("|")[1].strip()
        for line in (PACKAGE.parent / "docs/glossary.md").read_text("utf-8").splitlines()
        if "|" in line
    }
    ours = [model for model in apps.get_models() if model.__module__.startswith("bokjihub.")]
    missing = sorted({str(model._meta.verbose_name) for model in ours} - words)
    assert not missing


def test_every_decision_carries_its_number_once() -> None:
    """docs/adr/00NN-words.md begins with `# 00NN `, and no number is given twice."""
    decisions = sorted((PACKAGE.parent / "docs/adr").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert numbers == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    assert not [path.name for path in decisions if not path.read_text("utf-8").startswith(f"# {path.name[:4]} ")]


def test_no_sentence_leaves_its_particle_open() -> None:
    """‘까닭을(를)’ is how a machine speaks: rooms ask `ui.words.particle`, which falls back on it where nobody can know.

    The engines and the database's keeper stand below the words and speak of names that are no Korean.
    """
    pattern = re.compile(r"을\(를\)|은\(는\)|이\(가\)|와\(과\)|\(으\)로")
    ours = [path for ending in ("py", "html", "js") for path in PACKAGE.rglob(f"*.{ending}")]
    rooms = [path for path in ours if path.relative_to(PACKAGE).parts[0] not in {"engines", "pgserver"}]
    assert [path.name for path in rooms if pattern.search(path.read_text("utf-8"))] == ["words.py"]
