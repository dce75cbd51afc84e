"""One benefit, one folder: `rule.py` (rules and benefits), `parameters.yaml` (figures), and where needed `facts.yaml`.

The product's own folders stand in `rules/`. A town's own stand wherever `BOKJIHUB_LOCAL_BENEFITS` points; they are read
the same way and checked into the same graph. What is wrong in one is said with the folder's name, before anybody asks.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from . import facts as facts_file
from . import parameters as parameters_file
from .errors import BadRules, BenefitsError
from .facts import Fact
from .parameters import Parameter
from .rule import Benefit, Interaction, Rule

LOCAL_PACKAGE = "bokjihub_local_benefits"


@dataclass(frozen=True)
class Folder:
    """What one folder declares."""

    name: str
    path: Path
    about: str
    rules: tuple[Rule, ...]
    benefits: tuple[Benefit, ...]
    parameters: Mapping[str, Parameter]
    facts: Mapping[str, Fact]
    interactions: tuple[Interaction, ...] = ()

    @property
    def title(self) -> str:
        """The first line of the folder's own words: 생계급여."""
        return self.about.splitlines()[0].split(":")[0].split(".")[0] if self.about else self.name


def of_package(root: Path, package: str) -> tuple[Folder, ...]:
    """The folders that come with the product; the folder's `rule` module is package.<folder>.rule."""
    return tuple(_read(path, importlib.import_module(f"{package}.{path.name}.rule")) for path in _within(root))


def of_town(root: Path) -> tuple[Folder, ...]:
    """A town's own folders; a folder that cannot be read is refused by name, with what to do."""
    if not root.is_dir():
        raise BadRules(f"'{root}' 폴더가 없습니다(BOKJIHUB_LOCAL_BENEFITS).", f"no folder '{root}'")
    return tuple(_read_local(path) for path in _within(root))


def _within(root: Path) -> list[Path]:
    return sorted(path for path in root.iterdir() if (path / "rule.py").exists())


def _read_local(path: Path) -> Folder:
    try:
        return _read(path, _module(path / "rule.py", f"{LOCAL_PACKAGE}.{path.name}"))
    except BenefitsError as refused:
        raise BadRules(f"{path.name} 폴더: {refused.korean}", f"folder {path.name}: {refused.english}") from None
    except Exception as broken:  # whatever a town's file may do, the officer reads where it is
        raise BadRules(
            f"{path.name} 폴더의 rule.py를 읽을 수 없습니다: {broken}", f"{path.name}/rule.py cannot be read: {broken}"
        ) from broken


def _module(file: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise BadRules(f"{file}을(를) 읽을 수 없습니다.", f"cannot read {file}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _read(path: Path, module: ModuleType) -> Folder:
    declared = vars(module).values()
    figures, asked = path / "parameters.yaml", path / "facts.yaml"
    return Folder(
        name=path.name,
        path=path,
        about=(module.__doc__ or "").strip(),
        rules=tuple(item for item in declared if isinstance(item, Rule)),
        benefits=tuple(item for item in declared if isinstance(item, Benefit)),
        interactions=tuple(item for item in declared if isinstance(item, Interaction)),
        parameters=parameters_file.load(figures) if figures.exists() else {},
        facts=facts_file.load(asked) if asked.exists() else {},
    )


def together(folders: Iterable[Folder], facts: Mapping[str, Fact]) -> tuple[dict[str, Parameter], dict[str, Fact]]:
    """All parameters and facts; a name in two places is refused."""
    parameters: dict[str, Parameter] = {}
    asked, home = dict(facts), dict[str, str]()
    for folder in folders:
        for name, parameter in folder.parameters.items():
            if name in parameters:
                raise BadRules(
                    f"매개변수 '{name}'이(가) {home[name]} 폴더와 {folder.name} 폴더에 있습니다. 한쪽의 이름을 바꾸세요.",
                    f"parameter '{name}' is in the folders {home[name]} and {folder.name}: rename one",
                )
            parameters[name], home[name] = parameter, folder.name
        for name, fact in folder.facts.items():
            if name in asked:
                raise BadRules(f"사실 '{name}'이(가) 두 곳에 있습니다.", f"fact '{name}' is in two places")
            asked[name] = fact
    return parameters, asked
