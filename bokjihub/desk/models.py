"""The one table of the desk: what somebody was writing."""

from uuid import UUID

from django.db import models

from bokjihub.accounts.access.sealed import seal, unseal
from bokjihub.accounts.models import User
from bokjihub.audit.ids import uuid7


class Draft(models.Model):
    """쓰던 것: the fields of one half-written form, sealed; survives the idle log-out and comes back after a login.

    `key` names the form ("counselling.new:<household>"), `page` the address to go on writing at. Row security shows a
    draft to its writer alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name="쓰는 사람")
    key = models.CharField("어느 글", max_length=120)
    page = models.CharField("쪽", max_length=200, blank=True)
    title = models.CharField("제목", max_length=60, blank=True)
    body_sealed = models.BinaryField("쓴 것(봉함)", default=b"")
    saved_at = models.DateTimeField("저장한 때", auto_now=True)
    # Set when the form was sent; a refused form saves its draft again and the mark goes.
    sent_at = models.DateTimeField("보낸 때", null=True, blank=True)

    class Meta:
        verbose_name = "쓰던 글"
        verbose_name_plural = "쓰던 글"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="desk_draft_one_a_form")]

    def write(self, body: str) -> None:
        """Seal the fields (JSON) for this row."""
        self.body_sealed = seal(body, column="desk.draft", row=UUID(str(self.id)))

    def read(self) -> str:
        """The fields (JSON), opened."""
        return unseal(self.body_sealed, column="desk.draft", row=UUID(str(self.id)))
