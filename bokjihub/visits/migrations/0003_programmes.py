"""The visit programmes a town starts with (process §4.1). Ages, weeks and pairs are rows: a town changes them, not the code."""

from django.db import migrations

# code, name, which home, who goes, minutes, event, at, within days, instruments
SHIPPED = (
    ("REPORT", "제보 확인 방문", "걱정 신고가 들어온 집", "두 사람(담당 + 한 분)", 40, "", None, None, ()),
    ("CRISIS", "빈곤위기가정 방문", "발굴 명단의 집", "담당(+ 봉사자)", 40, "", None, None, ()),
    (
        "UNIV_65",
        "65세 도래 어르신 방문",
        "올해 65세가 되시는 어르신",
        "간호사 + 담당",
        50,
        "age",
        65,
        90,
        ("BP", "GLUCOSE"),
    ),
    (
        "UNIV_70",
        "70세 도래 어르신 방문",
        "올해 70세가 되시는 어르신",
        "간호사 + 담당",
        50,
        "age",
        70,
        90,
        ("BP", "GLUCOSE"),
    ),
    ("UNIV_PREG", "임산부 방문", "임신 20주가 지난 가정", "간호사 + 담당", 60, "pregnancy", 20, 56, ()),
    (
        "UNIV_INFANT",
        "출산·영유아 방문",
        "아이가 만 2세가 되지 않은 가정",
        "간호사 + 담당",
        75,
        "birth",
        0,
        28,
        ("EPDS",),
    ),
    ("CASE", "사례관리 방문", "통합사례관리 가구", "사례관리사", 60, "", None, None, ()),
    ("AFTER", "사후관리 방문", "사례를 마친 가구", "담당", 30, "", None, None, ()),
    ("HEALTH", "방문건강관리", "방문건강관리 등록 가구", "간호사", 40, "", None, None, ("BP", "GLUCOSE")),
    ("HELLO", "안부확인", "혼자 사시는 분", "봉사자·명예사회복지공무원", 20, "", None, None, ()),
    ("ACCOMPANY", "기관 현장조사 동행", "다른 기관이 함께 가 달라고 한 집", "담당 + 기관", 40, "", None, None, ()),
)


def enter(apps, schema_editor):
    """Write the shipped rows; a code a town already has stays as it is."""
    programme = apps.get_model("visits", "VisitProgramme")
    for order, (code, name, target, pair, minutes, event, at, days, instruments) in enumerate(SHIPPED, start=1):
        programme.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "target": target,
                "pair_rule": pair,
                "minutes": minutes,
                "event": event,
                "event_at": at,
                "window_days": days,
                "instruments": list(instruments),
                "order": order,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_fence")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
