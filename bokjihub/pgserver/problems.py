"""What can go wrong before there is a database, said to the person at the keyboard in Korean and in English."""


class ServerProblem(Exception):
    """The database cannot be used; the message says what to do, Korean first."""

    def __init__(self, korean: str, english: str, detail: str = "") -> None:
        super().__init__(korean, english, detail)
        self.korean = korean
        self.english = english
        self.detail = detail

    def __str__(self) -> str:
        return "\n".join(part for part in (self.korean, self.english, self.detail) if part)


class HangulSearchBroken(ServerProblem):
    """The cluster's character rules know no Hangul: searches would silently find nobody."""


class OutsideServerUnreachable(ServerProblem):
    """The server named by BOKJIHUB_DATABASE_URL does not answer."""
