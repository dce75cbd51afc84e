"""파일 올리기 (V07): seen as it was read, matched, and brought in whole."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import User
from bokjihub.areas.models import Area
from bokjihub.discovery import feed as feeds
from bokjihub.discovery.actions import files as actions
from bokjihub.discovery.forms.files import UploadForm
from bokjihub.discovery.models import SourceFile
from bokjihub.discovery.queries import files as queries
from bokjihub.discovery.queries.files import Plan, content_of, files_for, plan_of
from bokjihub.discovery.reading import feed_that_reads
from bokjihub.exports import actions as exports
from bokjihub.exports.door import hand_out
from bokjihub.ui.errors import OfficerError

SHOWN = 100


@route(Act.FILES)
def files(request: Request) -> HttpResponse:
    """① 올리기, and what was brought before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = _upload(request, form)
        except OfficerError as error:
            form.add_error(
                "file", _named_wrongly(form, request.access.actor.day) or f"{error.sentence} {error.hint}".strip()
            )
        else:
            return redirect("discovery:file_preview", file.id)
    rows = list(files_for(request.access.actor)[:50])
    names = dict(User.objects.filter(id__in={row.uploaded_by for row in rows}).values_list("id", "name"))
    listed = [(row, feeds.load(row.feed).title, names.get(row.uploaded_by, "자동")) for row in rows]
    context = {"title": "파일 올리기", "form": form, "listed": listed}
    return render(request, "discovery/files.html", context, status=422 if form.errors else 200)


@route(Act.FILES)
def file_preview(request: Request, file_id: UUID) -> HttpResponse:
    """② 읽은 모습 ③ 맞추기 ④ 반영. Looking writes nothing."""
    file = _file(request, file_id)
    refusal = ""
    if request.method == "POST":
        leave_out = request.POST.get("leave_out") == "1"
        try:
            done = actions.commit_file(file=file, leave_out_rejected=leave_out, by=request.access.actor)
        except OfficerError as error:
            refusal = f"{error.sentence} {error.hint}".strip()
        else:
            messages.success(request, f"신호 {done.result['accepted']}건을 반영했습니다.")
            return redirect("discovery:file_preview", file.id)
    context = {"file": file, "feed": feeds.load(file.feed), "title": "파일 올리기", "refusal": refusal}
    if file.committed_at is not None:
        return render(request, "discovery/file_done.html", context | {"counts": file.result})
    plan = _plan(request, file)
    request.access.show(one.match.household_id for one in plan.placed)
    context |= {
        "plan": plan,
        "counts": plan.counts(),
        "rejects": plan.rejects[:SHOWN],
        "more": max(0, len(plan.rejects) - SHOWN),
        "steps": _steps(plan),
    }
    return render(request, "discovery/file_preview.html", context, status=422 if refusal else 200)


@route(Act.FILES)
def file_rejects(request: Request, file_id: UUID) -> HttpResponse:
    """고칠 행만 엑셀로: as they stood, with where, why and how. They name people: a reason, and above fifty a second yes."""
    file = _file(request, file_id)
    columns, rows = queries.reject_rows(_plan(request, file))
    request.access.detail["file"] = str(file.id)
    name = f"고칠 행 - {file.name.rsplit('.', 1)[0]}.xlsx"
    sheet = exports.Sheet(what="고칠 행", file_name=name, columns=columns, rows=rows, named=len(rows))
    back, note = reverse("discovery:file_preview", args=[file.id]), "파일에 적힌 그대로 나갑니다."
    return hand_out(request, sheet, title="고칠 행만 엑셀로", back=back, note=note, reason="파일 고치기")


def _upload(request: Request, form: UploadForm) -> SourceFile:
    given, actor = form.cleaned_data, request.access.actor
    city = _city(request)
    round_ = (
        actions.open_round(year=given["year"], number=given["number"], by=actor)
        if given["year"] and feeds.load(given["feed"]).has_round
        else None
    )
    return actions.upload_file(
        content=given["file"].read(), name=given["file"].name, feed=given["feed"], city=city, round=round_, by=actor
    )


def _named_wrongly(form: UploadForm, day: dt.date) -> str:
    """The file is another of the kinds we read: it is chosen for the second try, and the page says so."""
    given = form.cleaned_data
    given["file"].seek(0)
    other = feed_that_reads(given["file"].read(), but=feeds.load(given["feed"]), today=day)
    if other is None:
        return ""
    form.data = {**dict(form.data.items()), "feed": other.name}
    return f"이 파일은 {other.title}입니다. 그것으로 골라 두었으니 파일을 다시 골라 올려 주세요."


def _city(request: Request) -> Area:
    ids = [post.city_id for post in request.access.actor.posts if post.city_id]
    return Area.objects.get(id=ids[0])


def _file(request: Request, file_id: UUID) -> SourceFile:
    file = files_for(request.access.actor).filter(id=file_id).first()
    if file is None:
        raise Refused
    return file


def _plan(request: Request, file: SourceFile) -> Plan:
    return plan_of(content_of(file), file.feed, city=file.area, by=request.access.actor)


def _steps(plan: Plan) -> list[dict[str, str]]:
    words = ("올리기", "읽은 모습", "맞추기", "반영")
    states = ("done", "done", "current", "todo") if not plan.rejects else ("done", "current", "todo", "todo")
    return [{"label": label, "state": state, "date": ""} for label, state in zip(words, states, strict=True)]
