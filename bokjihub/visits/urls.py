"""URLs of visits."""

import datetime as dt

from django.urls import path, register_converter

from bokjihub.visits.views import (
    board,
    calendar,
    due,
    invite,
    move,
    papers,
    plan,
    programmes,
    visit,
    week,
    weights,
    wishes,
)


class DayConverter:
    """A day in a path: 2026-11-24."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return str(value)


register_converter(DayConverter, "visit_day")

app_name = "visits"
urlpatterns = [
    path("", plan.day_plan_today, name="day_plan_today"),
    path("day/<visit_day:day>/", plan.day_plan, name="day_plan"),
    path("day/<visit_day:day>/print/", plan.day_sheet, name="day_sheet"),
    path("day/<visit_day:day>/order/", plan.set_order, name="set_order"),
    path("day/<visit_day:day>/times/", plan.set_times, name="set_times"),
    path("board/", board.board_today, name="board_today"),
    path("board/<visit_day:day>/", board.board, name="board"),
    path("board/<visit_day:day>/ask/", board.ask_plan, name="ask_plan"),
    path("board/<visit_day:day>/settle/", board.settle_plan, name="settle_plan"),
    path("board/<visit_day:day>/absence/", board.note_absence, name="note_absence"),
    path("board/absences/<uuid:absence_id>/end/", board.end_absence, name="end_absence"),
    path("board/lines/<uuid:line_id>/", board.change_line, name="change_line"),
    path("week/", week.week_today, name="week_today"),
    path("week/<visit_day:day>/", week.week, name="week"),
    path("week/<visit_day:day>/ask/", week.ask_week, name="ask_week"),
    path("week/<visit_day:day>/settle/", week.settle_week, name="settle_week"),
    path("week/lines/<uuid:line_id>/", move.place_line, name="place_line"),
    path("week/lines/<uuid:line_id>/check/", move.check_place, name="check_place"),
    path("week/lines/<uuid:line_id>/pin/", move.pin_place, name="pin_place"),
    path("week/<visit_day:day>/print/", week.week_sheet, name="week_sheet"),
    path("<uuid:visit_id>/move/", move.move_visit, name="move_visit"),
    path("<uuid:visit_id>/move/check/", move.check_move, name="check_move"),
    path("<uuid:visit_id>/pin/", move.pin_visit, name="pin_visit"),
    path("weights/", weights.weights, name="weights"),
    path("weights/settle/", weights.settle_weights, name="settle_weights"),
    path("board/goers/", wishes.goers, name="goers"),
    path("board/goers/<uuid:post_id>/", wishes.goer_terms, name="goer_terms"),
    path("wishes/<uuid:household_id>/", wishes.home_wish, name="home_wish"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("new/<uuid:household_id>/", plan.plan_visit, name="plan_visit"),
    path("along/<uuid:companion_id>/", visit.accompany, name="accompany"),
    path("universal/", due.universal, name="universal"),
    path("universal/<slug:code>/", due.due_list, name="due_list"),
    path("universal/<slug:code>/sheet/", due.due_sheet, name="due_sheet"),
    path("enrol/<uuid:household_id>/", due.enrol, name="enrol"),
    path("enrolments/<uuid:enrolment_id>/hello/", due.give_hello, name="give_hello"),
    path("enrolments/<uuid:enrolment_id>/end/", due.end_enrolment, name="end_enrolment"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<uuid:programme_id>/open/", programmes.open_programme, name="open_programme"),
    path("rules/<uuid:rule_id>/", programmes.change_rule, name="change_rule"),
    path("rules/<uuid:rule_id>/end/", programmes.end_rule, name="end_rule"),
    path("<uuid:visit_id>/", visit.visit, name="visit"),
    path("<uuid:visit_id>/record/", visit.record_visit, name="record_visit"),
    path("<uuid:visit_id>/depart/", visit.depart, name="depart"),
    path("<uuid:visit_id>/check-in/", visit.check_in, name="check_in"),
    path("<uuid:visit_id>/cancel/", visit.cancel_visit, name="cancel_visit"),
    path("<uuid:visit_id>/approve/", visit.approve_visit, name="approve_visit"),
    path("<uuid:visit_id>/companion/", visit.add_companion, name="add_companion"),
    path("<uuid:visit_id>/alone/", invite.ask_to_go_alone, name="ask_to_go_alone"),
    path("invitations/<uuid:invitation_id>/address/", invite.address_invitation, name="address_invitation"),
    path("invitations/<uuid:invitation_id>/answer/", invite.note_answer, name="note_answer"),
    path("<uuid:visit_id>/incident/", visit.report_incident, name="report_incident"),
    path("incidents/<uuid:incident_id>/review/", visit.review_incident, name="review_incident"),
    path("<uuid:visit_id>/sheet/", visit.sheet, name="sheet"),
    path("<uuid:visit_id>/record/print/", papers.record_sheet, name="record_sheet"),
]
