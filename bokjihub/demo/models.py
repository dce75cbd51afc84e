"""That the rows of this database are invented."""

from django.db import models

from bokjihub.audit.ids import uuid7


class DemoLoad(models.Model):
    """합성 자료 싣기: which story, from which seed, when. Its absence beside households means real people."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    story = models.CharField("이야기", max_length=40)
    seed = models.IntegerField("씨앗")
    loaded_at = models.DateTimeField("실은 때", auto_now_add=True)

    class Meta:
        verbose_name = "합성 자료 싣기"
        verbose_name_plural = "합성 자료 싣기"
