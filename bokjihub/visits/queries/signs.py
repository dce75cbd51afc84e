"""What one may see at a closed door (process §3.9): the same signs the postmen look for."""

DOOR_SIGNS = (
    ("mail", "우편물이 쌓임"),
    ("dunning", "독촉장"),
    ("rubbish", "쓰레기·술병"),
    ("smell", "냄새"),
    ("meter", "계량기가 멈춤"),
    ("neighbour", "이웃 말씀"),
    ("light", "불빛·소리 있음"),
)


def door_words(codes: list[str]) -> list[str]:
    """What was seen at the door, in words."""
    names = dict(DOOR_SIGNS)
    return [names.get(code, code) for code in codes]
