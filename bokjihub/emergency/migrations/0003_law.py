"""The law a town starts with: limits of 제10조 and crisis reasons of 제2조, each from the day it was in force.

Read in the versions in force on 2013-01-23, 2015-07-01, 2016-06-30, 2019-06-12, 2022-01-01 and 2023-12-14 (and the rule of
2015-07-01). Reasons the minister adds by notice (제2조 마지막 호) are marked 가정 where the notice itself was not read: a
town corrects name and day when it has the paper. Before 2013-01-23 nothing is shipped.
"""

import datetime as dt

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OLD, SCHOOL, NEW = dt.date(2013, 1, 23), dt.date(2015, 7, 1), dt.date(2023, 12, 14)
ENACTED, WIDER, NEWS = dt.date(2006, 3, 24), dt.date(2019, 6, 12), dt.date(2018, 2, 12)
EVE = dt.timedelta(days=1)
ARTICLE = "긴급복지지원법 제10조"

# kind, unit, first, by the mayor (one at a time), total with the committee, from, to, paragraph
LIMITS = (
    ("LIVING", "months", 1, 2, 6, OLD, NEW - EVE, "제1항·제3항(2012. 10. 22. 개정)"),
    ("LIVING", "months", 3, 0, 6, NEW, None, "제1항·제3항(2023. 6. 13. 개정)"),
    ("MEDICAL", "times", 1, 0, 2, OLD, None, "제2항·제3항"),
    ("HOUSING", "months", 1, 2, 12, OLD, None, "제1항·제3항(2012. 10. 22. 개정)"),
    ("FACILITY", "months", 1, 2, 6, OLD, None, "제1항·제3항"),
    ("EDU", "times", 1, 0, 2, OLD, SCHOOL - EVE, "제2항·제3항(2012. 10. 22. 개정)"),
    ("EDU", "times", 1, 0, 4, SCHOOL, None, "제2항·제3항(2014. 12. 30. 개정)"),
    ("OTHER", "months", 1, 2, 6, OLD, None, "제1항·제3항"),
)

LAW = "긴급복지지원법 제2조"
RULE = "긴급복지지원법 제2조제8호, 시행규칙 제1조의2"
NOTICE = "긴급복지지원법 제2조 고시 사유(고시 원문 확인 필요)"
NOTICE_2018 = "긴급복지지원법 제2조 고시 사유(2018년 넓힘, 남원시 소식 2018. 2. 12.; 고시 원문 확인 필요)"
READ, ASSUMED = "법령 확인", "가정"
REASONS = (
    ("main_earner", "주소득자의 사망·가출·행방불명·구금으로 소득을 잃음", f"{LAW}제1호", READ, OLD, None),
    ("illness", "중한 질병이나 부상", f"{LAW}제2호", READ, ENACTED, None),
    ("neglect", "가구원의 방임·유기·학대", f"{LAW}제3호", READ, ENACTED, None),
    ("violence", "가정폭력이나 가구원의 성폭력", f"{LAW}제4호", READ, ENACTED, None),
    ("disaster", "화재로 집에서 지내기 어려움", f"{LAW}제5호", READ, ENACTED, WIDER - EVE),
    ("disaster", "화재·자연재해로 집에서 지내기 어려움", f"{LAW}제5호(2018. 12. 11. 개정)", READ, WIDER, None),
    ("business", "주소득자의 휴업·폐업", NOTICE, ASSUMED, OLD, WIDER - EVE),
    ("business", "주·부소득자의 휴업·폐업, 사업장 화재", f"{LAW}제6호(2018. 12. 11. 신설)", READ, WIDER, None),
    ("job_loss", "주소득자의 실직", NOTICE, ASSUMED, OLD, WIDER - EVE),
    ("job_loss", "주·부소득자의 실직", f"{LAW}제7호(2018. 12. 11. 신설)", READ, WIDER, None),
    ("care", "가구원을 돌보느라 소득활동이 미미함", f"{RULE}제1호", READ, SCHOOL, None),
    ("benefit_stopped", "기초생활보장 급여가 중지됨", f"{RULE}제2호", READ, SCHOOL, None),
    ("benefit_waiting", "기초생활보장 급여를 신청했으나 결정 전이거나 받지 못함", f"{RULE}제3호", READ, SCHOOL, None),
    ("utility_cut", "밀린 요금으로 수도·가스가 상당 기간 끊김", f"{RULE}제4호", READ, SCHOOL, None),
    ("arrears", "사회보험료·집세가 상당 기간 밀림", f"{RULE}제5호", READ, SCHOOL, None),
    ("similar", "그 밖에 이에 준하는 조례의 사유", f"{RULE}제6호", READ, SCHOOL, None),
    ("divorce", "이혼으로 소득을 잃음", NOTICE, ASSUMED, OLD, None),
    ("power_cut", "단전(전류제한 포함)", NOTICE, ASSUMED, SCHOOL, None),
    ("released", "교정시설에서 나와 생계가 어려움", NOTICE, ASSUMED, SCHOOL, None),
    ("homeless", "노숙을 하게 됨", NOTICE, ASSUMED, SCHOOL, None),
    ("second_earner", "부소득자의 휴업·폐업·실직", NOTICE_2018, ASSUMED, NEWS, WIDER - EVE),
    ("discovered", "사각지대 발굴·사례관리 대상으로 시장이 추천함", NOTICE_2018, ASSUMED, NEWS, None),
    ("suicide_risk", "자살 위험으로 관련 센터가 추천함", NOTICE_2018, ASSUMED, NEWS, None),
)


def write(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Enter the rows."""
    limit, reason = apps.get_model("emergency", "Limit"), apps.get_model("emergency", "CrisisReason")
    for kind, unit, first, by_mayor, total, starts_on, ends_on, paragraph in LIMITS:
        limit.objects.create(
            kind=kind,
            unit=unit,
            first=first,
            by_mayor=by_mayor,
            total=total,
            basis=f"{ARTICLE} {paragraph}",
            starts_on=starts_on,
            ends_on=ends_on,
        )
    for code, name, basis, status, starts_on, ends_on in REASONS:
        reason.objects.create(code=code, name=name, basis=basis, status=status, starts_on=starts_on, ends_on=ends_on)


class Migration(migrations.Migration):
    dependencies = [("emergency", "0002_fence")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
