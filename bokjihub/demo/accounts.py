"""Which demo account plays which role: the first of each, from one dong."""

from dataclasses import dataclass

from bokjihub.accounts.models import Post, Role
from bokjihub.demo.models import DemoLoad

# The dong whose people are printed, so that one household's worry can be walked through by them.
SHOWN_DONG = "노암동"


@dataclass(frozen=True)
class Account:
    """A login of the demo town."""

    username: str
    role: str
    place: str
    name: str


def demo_accounts() -> list[Account]:
    """One login per role, nobody's where the data is not synthetic."""
    if not DemoLoad.objects.exists():
        return []
    found = Post.objects.select_related("user", "area").order_by("user__username")
    first: dict[str, Account] = {}
    for post in sorted(found, key=lambda post: post.area.name != SHOWN_DONG):
        if post.role not in first:
            first[post.role] = Account(post.user.username, Role(post.role).label, post.area.name, post.user.name)
    return [first[role] for role in Role.values if role in first]
