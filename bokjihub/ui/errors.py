"""The one kind of error an officer may read: what is wrong, where, and how to mend it."""


class OfficerError(Exception):
    """A refusal with a sentence for the person at the desk.

    `sentence` is Korean, complete, and can be read aloud; a subclass raised without one says its docstring.
    `field` names the form field it belongs to, if any; `hint` says what to do next.
    """

    sentence: str
    field: str | None
    hint: str

    def __init__(self, sentence: str = "", *, field: str | None = None, hint: str = "") -> None:
        self.sentence = sentence or " ".join((type(self).__doc__ or "").split())
        super().__init__(self.sentence)
        self.field = field
        self.hint = hint
