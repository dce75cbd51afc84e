"""Row security on the new tables, and the rules a town starts with (process §4.1, §4.2). Every row is dated and a town's to change."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = ("visits_enrolment", "visits_due")
OURS = "우리 시 기본값"
TOLD = [
    "NEIGHBOUR",
    "TONGJANG",
    "GOODNB",
    "HONORARY",
    "COUNCIL",
    "APP",
    "HOTLINE",
    "DUTY",
    "SELF",
    "SUICIDE",
    "HOSPITAL",
]
FOUND = ["BIGDATA", "AI_CALL", "LOCAL_DATA", "UTILITY", "POST", "HELLO_ALARM", "MOBILE", "REDETECT", "UNDELIVERED"]

# programme, kind, and the rest of the row. UNIV_67, 75, 80: programmes other towns run; shipped closed, opened on the page.
PROGRAMMES = (
    ("UNIV_67", "67세 도래 어르신 방문", "올해 67세가 되시는 어르신"),
    ("UNIV_75", "75세 도래 어르신 방문", "올해 75세가 되시는 어르신"),
    ("UNIV_80", "80세 도래 어르신 방문", "올해 80세가 되시는 어르신"),
)
EVERY_AGE = {"opens_before": 30, "window_days": 90}
SEOUL = "찾아가는 동주민센터 보편방문(65세·70세)"
RULES = (
    *((f"UNIV_{age}", "age", {**EVERY_AGE, "at": age, "basis": SEOUL}) for age in (65, 70)),
    *((f"UNIV_{age}", "age", {**EVERY_AGE, "at": age, "basis": OURS}) for age in (67, 75, 80)),
    ("UNIV_PREG", "pregnancy", {"at": 20, "window_days": 56, "basis": "찾아가는 동주민센터 보편방문(임신 20주 이상)"}),
    ("UNIV_INFANT", "birth", {"at": 0, "window_days": 28, "basis": "출생 뒤 4주 안 한 번"}),
    ("UNIV_INFANT", "birth", {"at": 29, "window_days": 701, "basis": "만 2세가 되는 날까지(730일). 만 2세인 동안 모두 보려면 1066일로"}),
    ("HEALTH", "regular", {"group": "intensive", "contacts": 8, "every_months": 3, "basis": "방문건강관리: 집중관리군 3개월에 8번 이상"}),
    ("HEALTH", "regular", {"group": "regular", "contacts": 1, "every_months": 3, "basis": "방문건강관리: 정기관리군 3개월에 1번 이상"}),
    ("HEALTH", "regular", {"group": "self", "contacts": 1, "every_months": 6, "basis": "방문건강관리: 자기역량지원군 6개월에 1번 이상"}),
    ("HELLO", "regular", {"contacts": 1, "every_days": 7, "basis": OURS}),
    ("ACCOMPANY", "day", {"opens_before": 14, "window_days": 0, "basis": "사회보장급여법 제11조"}),
    ("REPORT", "worry", {"channels": TOLD, "window_days": 14, "basis": OURS}),
    ("CRISIS", "worry", {"channels": FOUND, "window_days": 30, "basis": OURS}),
    ("CASE", "clock", {"clock_code": "case.check", "opens_before": 14, "window_days": 7, "basis": "사례관리 점검 기한"}),
    ("AFTER", "clock", {"clock_code": "case.aftercare", "opens_before": 14, "window_days": 14, "basis": "사후관리 기한"}),
)  # fmt: skip


def enter(apps, schema_editor):
    """Write programmes and rules; what a town already has stays."""
    programme = apps.get_model("visits", "VisitProgramme")
    rule = apps.get_model("visits", "VisitRule")
    for order, (code, name, target) in enumerate(PROGRAMMES, start=21):
        values = {
            "name": name,
            "target": target,
            "pair_rule": "간호사 + 담당",
            "minutes": 50,
            "instruments": ["BP", "GLUCOSE"],
        }
        programme.objects.get_or_create(code=code, defaults={**values, "order": order, "is_open": False})
    known = {row.code: row for row in programme.objects.all()}
    for code, kind, values in RULES:
        if code in known:
            rule.objects.get_or_create(
                programme=known[code], kind=kind, at=values.get("at"), group=values.get("group", ""), defaults=values
            )


class Migration(migrations.Migration):
    dependencies = [("visits", "0004_due_lists"), ("accounts", "0002_scope")]
    operations = [
        *(fence(table) for table in TABLES),
        *(keep(table) for table in TABLES),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
