"""Django's `migrate`, without drawing the whole application anew for each added table, column and constraint.

While it applies migrations, Django keeps every model of the project as a class. Adding one re-makes each class that can be
reached from it over foreign keys; here everything hangs on the household, so each of some three hundred additions made
nearly all classes again: four fifths of the time of a first start and of a test database. An addition changes only the
model it is made to, and so does a change to a plain column, a constraint or an index. The others keep pointing at the
class it had before, which names the same table; and before a data migration reads through relations, Django draws all
classes afresh by itself (`clear_delayed_apps_cache`).

Changes that reach further (keys altered or removed, columns renamed, removed tables) go Django's way. Rejected: squashing the
migrations (most of the cost is in creating tables, which a squashed migration does one by one as well) and a dumped schema
beside them (a second truth). `tests/pgserver/test_migrate.py` compares the database both ways make.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

ModelKey = tuple[str, str]


def _copied(model: ModelState) -> ModelState:
    """The same model, whose fields and options may be changed without changing those of the first."""
    new = copy.copy(model)
    new.fields, new.options, new.managers = dict(model.fields), dict(model.options), list(model.managers)
    return new


class AdditiveState(ProjectState):
    """A project state in which an addition re-makes the class of its own model only."""

    _adding = False

    @classmethod
    def of(cls, state: ProjectState) -> "AdditiveState":
        """The same models, in a state of this kind; classes already made are taken along."""
        new = cls(models=state.models, real_apps=state.real_apps)
        new.is_delayed = state.is_delayed
        if "apps" in state.__dict__:  # hasattr would make them
            new.__dict__["apps"] = state.apps
        return new

    def clone(self) -> "AdditiveState":
        """Made before each of a thousand steps: the fields were looked over when their model came, and are not again."""
        new = type(self)(models={key: _copied(model) for key, model in self.models.items()}, real_apps=self.real_apps)
        if "apps" in self.__dict__:
            new.__dict__["apps"] = self.apps.clone()
        new.is_delayed = self.is_delayed
        return new

    def add_model(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super().add_model(*args, **kwargs)

    def add_field(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super().add_field(*args, **kwargs)

    def add_index(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super().add_index(*args, **kwargs)

    def add_constraint(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super().add_constraint(*args, **kwargs)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._adding = True
        try:
            yield
        finally:
            self._adding = False

    def _find_reload_model(self, app_label: str, model_name: str, delay: bool = False) -> set[ModelKey]:
        if not self._adding and not delay:  # Django delays what no key of another table can notice
            found: set[ModelKey] = super()._find_reload_model(app_label, model_name, delay)  # type: ignore[misc]
            return found
        self.is_delayed = True  # data migrations get all classes made afresh
        return {(app_label, model_name)}


class Executor(MigrationExecutor):
    """Django's, starting from an additive state."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> AdditiveState:
        state = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        return AdditiveState.of(state)


class Command(migrate.Command):
    """`bokjihub manage migrate`, also where Django calls it itself (the test database)."""

    def handle(self, *args: Any, **options: Any) -> None:
        named = vars(migrate)  # the command takes it from its module, and nowhere else
        djangos = named["MigrationExecutor"]
        named["MigrationExecutor"] = Executor
        try:
            super().handle(*args, **options)
        finally:
            named["MigrationExecutor"] = djangos
