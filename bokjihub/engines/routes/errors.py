"""What may be wrong with a day given to the planner, in Korean and English, with the place in the input."""


class RouteError(Exception):
    """A day that cannot be planned as given."""


class BadInstance(RouteError):
    """The file is not a day of visits: where, and what is wrong there."""

    def __init__(self, where: str, korean: str, english: str) -> None:
        super().__init__(f"{where}: {korean}\n{where}: {english}")


class Unplannable(RouteError):
    """The file is well formed, but no plan can exist: which visit, and why."""

    def __init__(self, who: str, korean: str, english: str) -> None:
        super().__init__(f"{who}: {korean}\n{who}: {english}")
