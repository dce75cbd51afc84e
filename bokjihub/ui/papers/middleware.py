"""`?as=pdf` and `?as=hwpx` on a print page: the same page as a file.

The innermost middleware, so that every header the others give a page goes onto the file too; outside the view's transaction,
so that the record is read and on file before a printer, which may take a second, begins.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bokjihub.ui.files import attachment
from bokjihub.ui.papers import pdf
from bokjihub.ui.papers.reading import Paper, paper_of


def _hwpx(paper: Paper) -> bytes:
    from bokjihub.ui.papers import hwpx  # half a second of every start, for the one page in a thousand

    return hwpx.made(paper)


Answer = Callable[[HttpRequest], HttpResponse]
PDF, HWPX = "application/pdf", "application/hwp+zip"
MAKERS: dict[str, tuple[Callable[[Paper], bytes], str]] = {"pdf": (pdf.made, PDF), "hwpx": (_hwpx, HWPX)}
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


def papers(get_response: Answer) -> Answer:
    """Django middleware."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        shape = request.GET.get("as", "")
        if shape not in MAKERS or response.status_code != 200 or b"at-print" not in response.content[:2000]:
            return response
        make, kind = MAKERS[shape]
        paper = paper_of(response.content.decode())
        try:
            body = make(paper)
        except pdf.NotMade:
            context = {"title": "PDF를 만들지 못했습니다", "shape": shape, "path": request.path}
            return render(request, "ui/paper_not_made.html", context, status=503)
        name = _UNFIT.sub("_", f"{paper.title}_{timezone.localdate():%Y%m%d}.{shape}")
        return attachment(body, name, kind)

    return answered
