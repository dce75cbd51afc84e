"""What the public pages remember of a caller: a keyed hash of the address for at most a day, to count tries."""

from django.db import models


class Try(models.Model):
    """One use of a public form from one address. The hash cannot be turned back without the key and is gone in 24 hours."""

    id = models.BigAutoField(primary_key=True)
    key = models.BinaryField("열쇠")
    form = models.CharField("화면", max_length=12)
    at = models.DateTimeField("때", db_index=True)

    class Meta:
        verbose_name = "주민 창구 이용"
        verbose_name_plural = "주민 창구 이용"
        indexes = [models.Index(fields=["key", "form"], name="portal_try_key")]
