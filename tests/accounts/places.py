"""Every URL of the product by name: what it asks (a word of the oracle) and how to make a real object for its arguments.

A new page adds its line here, or `test_places.py` fails and says which. Objects are made by the owner in a world where the only
right that comes from work is the open work of 노암동's team; whatever right the making gave is taken away again.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.models import Assignment
from bokjihub.assessments.models import Assessment, Flag, Form, FormVersion, Limit, Referral
from bokjihub.audit.ids import uuid7
from bokjihub.audit.models import Alert, Explanation
from bokjihub.benefits.models import Application
from bokjihub.cases.models import (
    Aftercare,
    CareSignature,
    Case,
    CaseLabel,
    Conference,
    Decision,
    Duty,
    Plan,
    PlanSignature,
)
from bokjihub.counselling.models import Counselling, CounsellingSignature, MarketContact, MarketDay, Promise
from bokjihub.discovery.models import ClosingRequest, Reporter, Round, Search, Signal, SourceFile, WorkItem
from bokjihub.emergency.models import CrisisReason, EmergencyAid, Sitting
from bokjihub.exports.models import ExportRequest
from bokjihub.field.models import Attachment, Device, Write
from bokjihub.partners.models import CouncilMeeting, Volunteer
from bokjihub.people.models import Consent, Handwriting, Household, MergeLog, Person
from bokjihub.programmes.models import Opinion, Participation, Programme, Session
from bokjihub.resources.models import (
    Allocation,
    AllocationLine,
    ChestApplication,
    FoodMember,
    FoodUse,
    Lot,
    Offer,
    Service,
    ServiceLink,
)
from bokjihub.rollout.models import LogEntry, Vehicle, VehicleBooking
from bokjihub.statistics.models import SavedReport, Snapshot
from bokjihub.visits.models import (
    Absence,
    DayPlan,
    Enrolment,
    HelloCaller,
    Incident,
    Invitation,
    PlanLine,
    Visit,
    VisitProgramme,
    VisitRule,
)
from tests.cast import Cast
from tests.factories import care, cases, resources, visits, work_items

OURS, THEIRS = "노암동", "금동"
NAMES = {OURS: "노암순", THEIRS: "금동례"}
LEADS = {OURS: "officer", THEIRS: "geum_officer"}
TODAY = timezone.localdate


@dataclass
class World:
    """One home in 노암동, whose team has open work on it, and one in 금동, where nobody has; things are made once."""

    cast: Cast
    made: dict[tuple[str, str], Any] = field(default_factory=dict)

    def once(self, what: str, dong: str, make: Callable[[], Any]) -> Any:
        """The thing of a dong, made at its first use."""
        if (what, dong) not in self.made:
            self.made[what, dong] = make()
            Assignment.objects.exclude(purpose=Assignment.Purpose.COVER).delete()
        return self.made[what, dong]

    def home(self, dong: str) -> Household:
        home: Household = self.once("home", dong, lambda: work_items.home(self.cast, dong=dong, name=NAMES[dong]))
        return home

    def work_item(self, dong: str) -> WorkItem:
        """An open worry of the home with an owner."""
        item: WorkItem = self.once(
            "work_item", dong, lambda: work_items.worry(self.cast, owner=LEADS[dong], household=self.home(dong))
        )
        return item

    def consent(self, dong: str) -> Consent:
        """A consent of the home to counselling."""
        home = self.home(dong)
        made: Consent = self.once("consent", dong, lambda: cases.consent(home, on=TODAY()))
        return made

    def person(self, dong: str) -> Person:
        """Who the home is called after."""
        return Person.objects.get(household=self.home(dong), is_head=True)

    def application(self, dong: str) -> Application:
        """A benefit application that is being followed."""
        home = self.home(dong)
        row: Application = self.once(
            "application",
            dong,
            lambda: Application.objects.create(
                household=home, area=home.area, benefit="기초연금", group=Application.Group.values[0], opened_on=TODAY()
            ),
        )
        return row

    def programme(self, dong: str) -> Programme:
        """A programme of the whole city that takes applications."""
        make = lambda: Programme.objects.create(  # noqa: E731
            kind=Programme.Kind.CLASS,
            title="교실",
            area=self.cast.city,
            host="보건소",
            starts_on=TODAY(),
            ends_on=TODAY(),
        )
        made: Programme = self.once("programme", OURS, make)
        return made

    def session(self, dong: str) -> Session:
        """Its one day."""
        made: Session = self.once(
            "session", OURS, lambda: Session.objects.create(programme=self.programme(dong), number=1, held_on=TODAY())
        )
        return made

    def food_member(self, dong: str) -> FoodMember:
        """The home at the food market."""
        made: FoodMember = self.once("food_member", dong, lambda: resources.food_member(self.cast, self.home(dong)))
        return made

    def food_use(self, dong: str) -> FoodUse:
        """What it took there."""
        member = self.food_member(dong)
        made: FoodUse = self.once("food_use", dong, lambda: resources.food_use(member))
        return made

    def opinion(self, dong: str) -> Opinion:
        """What a resident said there."""
        made: Opinion = self.once(
            "opinion",
            OURS,
            lambda: Opinion.objects.create(programme=self.programme(dong), words="말", heard_on=TODAY()),
        )
        return made

    def participation(self, dong: str) -> Participation:
        """An application from the home."""
        home = self.home(dong)
        made: Participation = self.once(
            "participation",
            dong,
            lambda: Participation.objects.create(
                programme=self.programme(dong),
                area=home.area,
                household=home,
                person=home.members.get(),
                applied_on=TODAY(),
            ),
        )
        return made

    def visit(self, dong: str) -> Visit:
        """A visit of two, tomorrow."""
        visit: Visit = self.once("visit", dong, lambda: self._planned(dong, dt.time(10, 0)))
        return visit

    def visited(self, dong: str) -> Visit:
        """A visit with its result written, at another hour than the one that is to come."""
        visit: Visit = self.once("visited", dong, lambda: self._planned(dong, dt.time(14, 0)))
        Visit.objects.filter(id=visit.id).update(state=Visit.State.DONE, result=Visit.Result.MET)
        return visit

    def _planned(self, dong: str, at: dt.time) -> Visit:
        """Each dong has two people of its own: nobody is at two doors."""
        lead = LEADS[dong]
        along = ("colleague",) if lead == "officer" else ("hope",)
        return visits.planned(self.cast, self.home(dong), lead=lead, along=along, at=at)

    def invitation(self, dong: str) -> Invitation:
        """A neighbour asked to walk along."""
        visit = self.visit(dong)
        post = self.cast.posts["member"]
        row: Invitation = self.once(
            "invitation",
            dong,
            lambda: Invitation.objects.create(
                visit=visit,
                household_id=visit.household_id,
                area_id=visit.area_id,
                post=post,
                user_id=post.user_id,
                on=visit.planned_on,
                at=visit.planned_at,
            ),
        )
        return row

    def hello_caller(self, dong: str) -> HelloCaller:
        """A home of the hello-check, given to a neighbour."""
        home, post = self.home(dong), self.cast.posts["member"]
        row: HelloCaller = self.once(
            "hello_caller",
            dong,
            lambda: HelloCaller.objects.create(
                enrolment=self.enrolment(dong),
                household=home,
                area=home.area,
                post=post,
                user_id=post.user_id,
                starts_on=TODAY(),
                given_by=post.user_id,
            ),
        )
        return row

    def absence(self) -> Absence:
        """The nurse of our dong is away for a day, a week after the visits of this world: in whatever order they are made."""
        begins = timezone.make_aware(dt.datetime.combine(visits.tomorrow() + dt.timedelta(days=7), dt.time(9, 0)))
        row: Absence = self.once(
            "absence",
            OURS,
            lambda: Absence.objects.create(
                user=self.cast.user("nurse"),
                starts_at=begins,
                ends_at=begins + dt.timedelta(hours=9),
                reason=Absence.Reason.LEAVE,
                noted_by=self.cast.user("officer").id,
            ),
        )
        return row

    def enrolment(self, dong: str) -> Enrolment:
        """The home enrolled for hello-calls."""
        home = self.home(dong)
        row: Enrolment = self.once(
            "enrolment",
            dong,
            lambda: Enrolment.objects.create(
                programme=VisitProgramme.objects.get(code="HELLO"),
                household=home,
                area=home.area,
                reason="혼자 사심",
                starts_on=TODAY(),
                set_by=home.id,
                set_label="시험",
            ),
        )
        return row

    def form_version(self) -> FormVersion:
        """A form in use, with an empty definition but for one question."""
        question = {"name": "q1", "kind": "integer", "label": "1번", "choices": [], "within": []}
        definition = {
            "code": "T",
            "title": "시험 서식",
            "version": "1",
            "questions": [question],
            "bands": [],
            "flags": [],
            "notes": [],
        }
        row: FormVersion = self.once(
            "form_version",
            "",
            lambda: FormVersion.objects.create(
                form=Form.objects.create(code="T", title="시험 서식"),
                number=1,
                workbook=b"x",
                file_name="t.xlsx",
                sha256="0",
                xform="<x/>",
                definition=definition,
                published_at=timezone.now(),
                published_by=self.cast.posts["hope"].user_id,
            ),
        )
        return row

    def limit(self) -> Limit:
        """A limit that waits for the nurse."""
        row: Limit = self.once(
            "limit", "", lambda: Limit.objects.create(code="t", label="시험", value=1, source="시험")
        )
        return row

    def flag(self, dong: str) -> Flag:
        """Something the nurse has to look at."""
        home, version = self.home(dong), self.form_version()

        def make() -> Flag:
            row = Assessment(
                version=version, household=home, area=home.area, person=home.members.earliest("id"), done_on=TODAY(),
                basis="danger", recorded_by=home.id, recorded_label="시험",
            )  # fmt: skip
            row.answers = {"answers": {}, "scores": {}}
            row.save()
            return Flag.objects.create(assessment=row, household=home, area=home.area, code="t", level="again")

        flag: Flag = self.once("flag", dong, make)
        return flag

    def referral(self, dong: str) -> Referral:
        """Where the person was sent."""
        flag = self.flag(dong)
        row: Referral = self.once(
            "referral",
            dong,
            lambda: Referral.objects.create(
                flag=flag,
                household_id=flag.household_id,
                area_id=flag.area_id,
                to="보건소",
                referred_on=TODAY(),
                referred_by=flag.id,
            ),
        )
        return row

    def plan_line(self, dong: str) -> PlanLine:
        """The visit of the dong on a proposed day."""
        visit = self.visit(dong)
        row: PlanLine = self.once(
            "plan_line",
            dong,
            lambda: PlanLine.objects.create(
                plan=DayPlan.objects.create(
                    team=self.cast.teams["노암"],
                    day=visit.planned_on,
                    until=visit.planned_on,
                    state="adopted",
                    asked_by=visit.id,
                ),
                household=visit.household,
                area=visit.area,
                visit=visit,
                lead=visit.lead,
                on=visit.planned_on,
                at=visit.planned_at,
            ),
        )
        return row

    def incident(self, dong: str) -> Incident:
        """Something unsafe at the door."""
        visit = self.visit(dong)
        row: Incident = self.once(
            "incident",
            dong,
            lambda: Incident.objects.create(
                visit=visit,
                household_id=visit.household_id,
                area_id=visit.area_id,
                what="개가 물려고 함",
                at=timezone.now(),
                reported_by=visit.lead.user_id,
            ),
        )
        return row

    def aid(self, dong: str) -> EmergencyAid:
        """Emergency aid with one grant."""
        aid: EmergencyAid = self.once("aid", dong, lambda: work_items.aided(self.work_item(dong), is_approved=None))
        return aid

    def granted(self, dong: str) -> EmergencyAid:
        """Emergency aid that was decided."""
        aid: EmergencyAid = self.once("granted", dong, lambda: work_items.aided(self.work_item(dong)))
        return aid

    def to_return(self, dong: str) -> EmergencyAid:
        """Emergency aid with an order to give money back."""
        aid = self.granted(dong)
        self.once("to_return", dong, lambda: work_items.ordered_back(aid))
        return aid

    def sitting(self, dong: str) -> Sitting:
        """A sitting of the city's committee."""
        row: Sitting = self.once(
            "sitting",
            "",
            lambda: Sitting.objects.create(
                area=self.cast.city, held_on=TODAY(), seated=9, experts=5, present=7,
                entered_by=self.cast.user("emergency").id,
            ),
        )  # fmt: skip
        return row

    def case(self, dong: str) -> Case:
        """A case: in 노암동 with its plan in force, in 금동 just asked for."""

        def make() -> Case:
            cases.consent(self.home(dong), on=TODAY() - dt.timedelta(days=10))
            walk = cases.Walk(self.cast, self.home(dong), TODAY())
            if dong == OURS:
                walk.to_serving()
            else:
                walk.request(LEADS[dong])
            return walk.it

        case: Case = self.once("case", dong, make)
        return case

    def town_reason(self) -> UUID:
        """A crisis reason of the town's own ordinance."""

        def make() -> CrisisReason:
            facts = {"name": "조례 사유", "basis": "남원시 조례", "status": CrisisReason.VERIFIED}
            return CrisisReason.objects.create(code="ordinance_world", starts_on=TODAY(), **facts)

        made: CrisisReason = self.once("town_reason", "", make)
        return made.id

    def care(self, dong: str) -> Case:
        """Integrated care: in 노암동 judged and not told yet, in 금동 just applied for."""

        def make() -> Case:
            walk = care.CareWalk(self.cast, self.home(dong), TODAY())
            walk.apply(LEADS[dong])
            if dong == OURS:
                walk.to_judged()
            return walk.it

        case: Case = self.once("care", dong, make)
        return case

    def signed_case(self, dong: str) -> Case:
        """The case whose plan was signed on the glass."""
        case = self.case(OURS)
        plan = Plan.objects.get(case=case, version=1)
        self.once("signature", "", lambda: self._signed(PlanSignature(plan=plan), case))
        return case

    def signed_care(self, dong: str) -> Case:
        """Integrated care whose application was signed on the glass."""
        case = self.care(dong)
        self.once("care_signature", dong, lambda: self._signed(CareSignature(application=case.care), case))
        return case

    def signed_counselling(self, dong: str) -> Counselling:
        """A counselling record that was signed on the glass."""
        record = self.counselling(dong)
        make = lambda: self._signed(CounsellingSignature(counselling=record), record)  # noqa: E731
        self.once("counselling_signature", dong, make)
        return record

    def _signed(self, row: PlanSignature | CareSignature | CounsellingSignature, of: Case | Counselling) -> Handwriting:
        row.household_id, row.area_id = of.household_id, of.area_id
        row.way, row.taken_on, row.taken_label = Handwriting.Way.GLASS, TODAY(), "노암동 김서연"
        row.taken_by = self.cast.posts["officer"].user_id
        row.image = b"picture"
        row.save()
        return row

    def conference(self, dong: str) -> Conference:
        """The meeting that decided on it."""
        return Conference.objects.get(agenda__case=self.case(OURS))

    def duty(self, dong: str) -> Duty:
        """What the officer was told to do by the meeting."""
        case = self.case(OURS)
        row: Duty = self.once(
            "duty",
            "",
            lambda: _of(
                Duty,
                case,
                case=case,
                decision=Decision.objects.get(case=case),
                post=self.cast.posts["officer"],
                what="집주인에게 묻기",
                due_on=TODAY(),
            ),
        )
        return row

    def aftercare(self, dong: str) -> Aftercare:
        """A look after the end."""
        case = self.case(OURS)
        row: Aftercare = self.once("aftercare", "", lambda: _of(Aftercare, case, case=case, month=1, due_on=TODAY()))
        return row

    def counselling(self, dong: str) -> Counselling:
        """A counselling record of the worry."""
        row: Counselling = self.once("counselling", dong, lambda: work_items.counselled(self.work_item(dong)))
        return row

    def device(self, dong: str) -> Device:
        """The tablet of the officer of the dong."""
        user = self.cast.user(LEADS[dong])
        facts = {"user": user, "city": self.cast.city, "label": "담당 태블릿", "sign_key": b"\x04" + bytes(64)}
        row: Device = self.once("device", dong, lambda: Device.objects.create(**facts))
        return row

    def write(self, dong: str) -> Write:
        """A visit's result from that tablet, waiting for a person."""

        def make() -> Write:
            device, home = self.device(dong), self.home(dong)
            row = Write(id=uuid7(), device=device, author=device.user, area=home.area, household=home)
            row.kind, row.state, row.reason = "visit.result", Write.State.HELD, "다음 확인일이 없음"
            row.digest, row.written_at = bytes(32), timezone.now()
            row.write('{"data": {"now": {"result": "absent"}}}')
            row.save()
            return row

        write: Write = self.once("write", dong, make)
        return write

    def attachment(self, dong: str) -> Attachment:
        """Its photo, still on the way."""
        write = self.write(dong)
        facts = {"of": write, "area": write.area, "household": write.household, "kind": "photo", "size": 9}
        row: Attachment = self.once("attachment", dong, lambda: Attachment.objects.create(digest="0" * 64, **facts))
        return row

    def promise(self, dong: str) -> Promise:
        """What we promised there."""
        record = self.counselling(dong)
        row: Promise = self.once(
            "promise", dong, lambda: _of(Promise, record, counselling=record, whose="ours", words="신청서 가져가기")
        )
        return row

    def signal(self, dong: str) -> Signal:
        """The report behind the worry, with who told it; taken by the officer of the dong."""

        def make() -> Signal:
            signal: Signal = self.work_item(dong).signals.get()
            taker = self.cast.user(LEADS[dong]).id
            Signal.objects.filter(id=signal.id).update(taken_by=taker)
            Reporter.objects.create(signal=signal, area=signal.area, kind="neighbour", received_by=taker)
            return signal

        signal: Signal = self.once("signal", dong, make)
        return signal

    def closing(self, dong: str) -> ClosingRequest:
        """A proposal to close."""
        item = self.work_item(dong)
        row: ClosingRequest = self.once(
            "closing",
            dong,
            lambda: _of(ClosingRequest, item, work_item=item, kind="REFUSED", asked_by=self.cast.user(LEADS[dong]).id),
        )
        return row

    def search(self, dong: str) -> Search:
        """A proposal to look for somebody."""
        item = self.work_item(dong)
        row: Search = self.once(
            "search",
            dong,
            lambda: _of(Search, item, work_item=item, words="빈집", asked_by=self.cast.user(LEADS[dong]).id),
        )
        return row

    def market(self, dong: str) -> MarketDay:
        """A market day in the dong."""
        day: MarketDay = self.once(
            "market",
            dong,
            lambda: MarketDay.objects.create(place=f"{dong} 장", area=self.cast.dongs[dong], held_on=TODAY()),
        )
        return day

    def market_contact(self, dong: str) -> MarketContact:
        """Somebody nobody knows, at the market day in the dong."""
        day = self.market(dong)
        contact: MarketContact = self.once(
            "market_contact",
            dong,
            lambda: MarketContact.objects.create(
                market_day=day, area=day.area, needs=["병원"], answer="안내함", at=timezone.now()
            ),
        )
        return contact

    def file(self, dong: str) -> SourceFile:
        """A file of the city, not yet taken in."""
        row: SourceFile = self.once(
            "file",
            dong,
            lambda: SourceFile.objects.create(
                feed="kepco_cut",
                name="단전.csv",
                sha256=f"{dong}".encode().hex().ljust(64, "0")[:64],
                code_page="cp949",
                area=self.cast.city,
                uploaded_by=self.cast.user(LEADS[dong]).id,
            ),
        )
        return row

    def round(self, dong: str) -> Round:
        """A discovery round."""
        row: Round = self.once(
            "round", "", lambda: Round.objects.create(year=TODAY().year, number=6, cut_off=TODAY(), opened_on=TODAY())
        )
        return row

    def service(self, dong: str) -> Service:
        """A service in the directory."""
        row: Service = self.once("service", "", lambda: resources.service(self.cast))
        return row

    def link(self, dong: str) -> ServiceLink:
        """A referral to a private agency."""
        home = self.home(dong)

        def make() -> ServiceLink:
            consent = resources.consent(self.cast, home, self.service(dong))
            return _of(
                ServiceLink,
                home,
                household=home,
                person=home.members.get(),
                service=self.service(dong),
                consent=consent,
                items=["이름"],
                reason="식사",
                sent_on=TODAY(),
                sent_by=self.cast.user(LEADS[dong]).id,
                sent_label=LEADS[dong],
                token_hash=home.id.bytes,
                expires_at=timezone.now() + dt.timedelta(days=30),
            )

        link: ServiceLink = self.once("link", dong, make)
        return link

    def offer(self, dong: str) -> Offer:
        """What somebody would give."""
        row: Offer = self.once(
            "offer",
            "",
            lambda: Offer.objects.create(
                area=self.cast.city, name="쌀", kind="food", unit="포", quantity=3, total_won=90_000,
                custodian="council", came="own", offered_on=TODAY(), entered_by=self.cast.user("resource").id,
            ),
        )  # fmt: skip
        return row

    def chest(self, dong: str) -> ChestApplication:
        """Money asked of the Community Chest."""
        row: ChestApplication = self.once(
            "chest",
            "",
            lambda: ChestApplication.objects.create(
                area=self.cast.city, year=TODAY().year, title="난방", applicant="협의체", asked_won=1_000_000,
                applied_on=TODAY(), entered_by=self.cast.user("resource").id,
            ),
        )  # fmt: skip
        return row

    def lot(self, dong: str) -> Lot:
        """Something given to the city."""
        lot: Lot = self.once("lot", "", lambda: resources.lot(self.cast))
        return lot

    def allocation(self, dong: str) -> Allocation:
        """How it is shared out."""
        row: Allocation = self.once(
            "allocation",
            "",
            lambda: Allocation.objects.create(
                title="음료 나눔",
                lot=self.lot(dong),
                places=2,
                criteria="점수 순",
                made_on=TODAY(),
                made_by=self.cast.user("resource").id,
                round_id=uuid7(),
            ),
        )
        return row

    def line(self, dong: str) -> AllocationLine:
        """One home's share of it."""
        home = self.home(dong)
        row: AllocationLine = self.once(
            "line",
            dong,
            lambda: _of(
                AllocationLine,
                home,
                household=home,
                allocation=self.allocation(dong),
                place=1 if dong == OURS else 2,
                quantity=1,
                reason="점수",
            ),
        )
        return row

    def export(self, dong: str) -> ExportRequest:
        """A list of more than fifty rows, asked for by the officer of the dong."""

        def make() -> ExportRequest:
            row = ExportRequest(
                area=self.cast.dongs[dong],
                decided_by_role="team_head",
                asked_by=self.cast.user(LEADS[dong]).id,
                asked_label=LEADS[dong],
                what="발굴 작업목록",
                file_name="발굴작업목록.xlsx",
                columns=["가구(가림)"],
                rows=60,
                subjects=[self.home(dong).id],
                reason="회의 자료",
                until=timezone.now() + dt.timedelta(days=7),
            )
            row.body = b"sheet"
            row.save(force_insert=True)
            return row

        row: ExportRequest = self.once("export", dong, make)
        return row

    def twin(self, dong: str) -> Household:
        """Another record of the same home."""
        home: Household = self.once("twin", dong, lambda: work_items.home(self.cast, dong=dong, name=NAMES[dong]))
        return home

    def merged(self, dong: str) -> MergeLog:
        """A record that was merged into the home last week."""

        def make() -> MergeLog:
            home, gone = self.home(dong), work_items.home(self.cast, dong=dong, name="합친이")
            gone.merged_into = home
            gone.save()
            return MergeLog.objects.create(
                kept=home, household_id_gone=gone.id, area=home.area, moved={"takes": [], "heads": [], "gifts": []},
                merged_by=self.cast.user(LEADS[dong]).id,
            )  # fmt: skip

        row: MergeLog = self.once("merged", dong, make)
        return row

    def alert(self, dong: str) -> Alert:
        """Something the privacy officer should look at."""
        row: Alert = self.once(
            "alert",
            "",
            lambda: Alert.objects.create(
                city_id=self.cast.city.id,
                kind=Alert.Kind.MANY,
                actor_id=self.cast.user("officer").id,
                actor_label="노암동",
                on=TODAY(),
                first_at=timezone.now(),
                subjects=[self.home(OURS).id],
            ),
        )
        return row

    def explanation(self, dong: str) -> Explanation:
        """The officer is asked why."""
        row: Explanation = self.once(
            "explanation",
            "",
            lambda: Explanation.objects.create(
                city_id=self.cast.city.id,
                alert=self.alert(dong),
                asked_of=self.cast.user("officer").id,
                question="까닭은?",
                asked_by=self.cast.user("privacy").id,
                due_on=TODAY(),
            ),
        )
        return row

    def council_meeting(self, dong: str) -> CouncilMeeting:
        """A meeting of the dong's council to come."""
        row: CouncilMeeting = self.once(
            "council_meeting",
            dong,
            lambda: CouncilMeeting.objects.create(
                area=self.cast.dongs[dong],
                held_on=TODAY() + dt.timedelta(days=9),
                held_at=dt.time(14),
                place="회의실",
                agenda="겨울나기",
                notice_due_on=TODAY() + dt.timedelta(days=4),
                called_by=self.cast.user("secretary").id,
            ),
        )
        return row

    def finding(self, dong: str) -> LogEntry:
        """What an inspection of the dong's team said must be mended."""
        row: LogEntry = self.once(
            "finding",
            dong,
            lambda: LogEntry.objects.create(
                kind="inspection", area=self.cast.dongs[dong], held_on=TODAY(), title="점검", follow_up="칸막이"
            ),
        )
        return row

    def vehicle(self, dong: str) -> Vehicle:
        """A car of the dong's office."""
        row: Vehicle = self.once(
            "vehicle",
            dong,
            lambda: Vehicle.objects.create(
                area=self.cast.dongs[dong], name="1호", power="electric", came="given", acquired_on=TODAY()
            ),
        )
        return row

    def booking(self, dong: str) -> VehicleBooking:
        """Somebody drives it for an hour."""
        starts_at = timezone.now() + dt.timedelta(days=1)
        row: VehicleBooking = self.once(
            "booking",
            dong,
            lambda: VehicleBooking.objects.create(
                vehicle=self.vehicle(dong),
                driver=self.cast.user(LEADS[dong]).posts.get(),
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=1),
                errand="방문",
                booked_by=self.cast.user(LEADS[dong]).id,
            ),
        )
        return row

    def volunteer(self, dong: str) -> Volunteer:
        """Somebody of the dong who helps."""
        row: Volunteer = self.once(
            "volunteer",
            dong,
            lambda: Volunteer.objects.create(
                name="박정임", kind="good_neighbour", area=self.cast.dongs[dong], starts_on=TODAY()
            ),
        )
        return row

    def question(self, dong: str) -> SavedReport:
        """A question one person saved for everybody of the city."""
        row: SavedReport = self.once(
            "question",
            OURS,
            lambda: SavedReport.objects.create(
                city=self.cast.city,
                title="방문",
                question={"fact": "visits", "rows": "dong"},
                is_shared=True,
                owner=self.cast.user("hope").id,
                owner_label="박희망",
            ),
        )
        return row

    def snapshot(self, dong: str) -> Snapshot:
        """A table of the city as it was sent; it is no dong's."""
        kept = {"city": self.cast.city, "name": "emergency", "first": dt.date(2026, 1, 1), "last": dt.date(2026, 1, 31)}
        row: Snapshot = self.once(
            "snapshot",
            OURS,
            lambda: Snapshot.objects.create(
                **kept,
                title="긴급복지지원 실적",
                document={"columns": [["count", "건수", "건"]], "rows": [], "total": None, "notes": []},
                frozen_by=self.cast.user("hope").id,
                frozen_label="박희망",
            ),
        )
        return row


def _of(model: Any, whose: Any, /, **facts: Any) -> Any:
    """A row of the home and the dong of `whose`."""
    if isinstance(whose, Household):
        return model.objects.create(area=whose.area, **facts)
    return model.objects.create(household_id=whose.household_id, area_id=whose.area_id, **facts)


Arguments = Callable[[World, str], dict[str, Any]]


@dataclass(frozen=True)
class Place:
    """One URL. `what` is empty for a page without a login. Without `subject` the page is a list or one's own.

    `of_city`: it shows no household, but persons of one city (volunteers, members): nobody of another city opens it.
    `of_home` false: it is about a dong, not about a home. `only`: a finer rule than the role's, by hand: who of the cast
    it is for (the one who took the report, the one who is asked to explain). `in_both` false: only 노암동 has such a thing.
    """

    what: str
    arguments: Arguments | None = None
    subject: bool = False
    of_city: bool = False
    of_home: bool = True
    only: tuple[str, ...] = ()
    in_both: bool = True
    form: dict[str, str] = field(default_factory=dict)


def about(what: str, name: str, identity: Callable[[World, str], UUID], **form: str) -> Place:
    """A page about one thing of one home."""
    return Place(what, lambda world, dong: {name: identity(world, dong)}, subject=True, form=form)


def _home(world: World, dong: str) -> UUID:
    return world.home(dong).id


def _visit(world: World, dong: str) -> UUID:
    return world.visit(dong).id


def one(kind: str) -> Callable[[World, str], UUID]:
    """The id of the world's thing of a kind."""

    def identity(world: World, dong: str) -> UUID:
        found: UUID = getattr(world, kind)(dong).id
        return found

    return identity


def page(what: str, name: str, kind: str, **rest: Any) -> Place:
    """A page about a thing that is not one home's, or is judged without it."""
    identity = one(kind)
    return Place(what, lambda world, dong: {name: identity(world, dong)}, **rest)


def _day(world: World, dong: str) -> dict[str, Any]:
    return {"day": visits.tomorrow()}


def _dong(world: World, dong: str) -> dict[str, Any]:
    return {"area_id": world.cast.dongs[dong].id}


def _rule() -> VisitRule:
    return VisitRule.objects.get(programme__code="UNIV_65")


def _part(what: str, **part: int) -> Place:
    """A numbered part of a case (a survey round, a version of the plan)."""
    return Place(what, lambda world, dong: {"case_id": world.case(OURS).id, **part}, subject=True, in_both=False)


VISITORS = ("officer", "head", "nurse", "manager", "geum_officer", "outsider")
# A sitting belongs to a city: who reaches one of its dongs opens it, a case manager with given homes does not.
SITTING = ("officer", "colleague", "head", "geum_officer", "zone_officer", "emergency", "emergency_head", "hope")

# Who ticks a sheet: officers of the dongs and the desk; a volunteer writes one door at a time.
TICKERS = ("officer", "colleague", "head", "geum_officer", "zone_officer", "resource")

PLACES: dict[str, Place] = {
    "accounts:login": Place(""),
    "accounts:logout": Place(""),
    "accounts:pledge": Place("me"),
    "accounts:me": Place("me"),
    "desk:home": Place("me"),
    "desk:today": Place("today"),
    "desk:open_reason": about("household.open_reason", "household_id", _home),
    "benefits:applications": Place("application.follow"),
    "benefits:application": about(
        "application.follow", "application_id", lambda world, dong: world.application(dong).id
    ),
    "benefits:missing": Place("benefits.screen"),
    "benefits:missing_in": Place(
        "benefits.screen", lambda world, dong: {"dong_id": world.cast.dongs[dong].id}, subject=True, of_home=False
    ),
    "benefits:guide": about("benefits.screen", "household_id", _home),
    "benefits:screening": about("benefits.screen", "household_id", _home),
    "benefits:save": about("benefits.screen", "household_id", _home),
    "benefits:leaflet": about("benefits.screen", "household_id", _home),
    "benefits:years": about("benefits.screen", "household_id", _home),
    "benefits:apply": about("application.follow", "household_id", _home),
    "statistics:reports": Place("report.read"),
    "statistics:report": Place("report.read", lambda world, dong: {"name": "emergency"}),
    "statistics:report_rows": Place("report.rows", lambda world, dong: {"name": "emergency"}),
    "statistics:oversight": Place("rollout.read"),
    "statistics:send_figures": Place("report.close"),
    "statistics:build": Place("report.kept"),
    "statistics:build_file": Place("report.kept", lambda world, dong: {"shape": "xlsx"}),
    "statistics:save_question": Place("report.kept"),
    "statistics:drop_question": page("report.kept", "question_id", "question", only=("hope",)),
    "statistics:closed": Place("report.kept"),
    "statistics:close_month": Place("report.close"),
    "statistics:close_report": Place("report.close", lambda world, dong: {"name": "emergency"}),
    "statistics:closed_report": page("report.kept", "snapshot_id", "snapshot", of_city=True),
    "statistics:closed_file": Place(
        "report.kept", lambda world, dong: {"snapshot_id": world.snapshot(dong).id, "shape": "xlsx"}, of_city=True
    ),
    "statistics:survey_result": Place("report.read", lambda world, dong: {"duty_id": uuid7()}),
    "statistics:report_file": Place("report.read", lambda world, dong: {"name": "emergency", "shape": "json"}),
    "visits:day_plan_today": Place("visit.read"),
    "visits:day_plan": Place("visit.read", _day),
    "visits:day_sheet": Place("visit.read", _day),
    "visits:set_order": Place("visit.plan", _day),
    "visits:set_times": Place("visit.plan", _day),
    "visits:board_today": Place("visit.read"),
    "visits:board": Place("visit.read", _day),
    "visits:ask_plan": Place("visit.plan", _day),
    "visits:settle_plan": Place("visit.plan", _day),
    "visits:week_today": Place("visit.read"),
    "visits:week": Place("visit.read", _day),
    "visits:week_sheet": Place("visit.read", _day),
    "visits:ask_week": Place("visit.plan", _day),
    "visits:settle_week": Place("visit.plan", _day),
    "visits:place_line": about("visit.plan", "line_id", lambda world, dong: world.plan_line(dong).id),
    "visits:check_place": about("visit.plan", "line_id", lambda world, dong: world.plan_line(dong).id),
    "visits:pin_place": about("visit.plan", "line_id", lambda world, dong: world.plan_line(dong).id),
    "visits:move_visit": about("visit.plan", "visit_id", _visit),
    "visits:check_move": about("visit.plan", "visit_id", _visit),
    "visits:pin_visit": about("visit.plan", "visit_id", _visit),
    "visits:goers": Place("visit.plan"),
    "visits:goer_terms": Place("visit.plan", lambda world, dong: {"post_id": world.cast.posts["nurse"].id}),
    "visits:home_wish": about("visit.plan", "household_id", _home),
    "visits:calendar": Place("visit.read"),
    "visits:weights": Place("settings.edit"),
    "visits:settle_weights": Place("settings.edit"),
    "visits:change_line": about("visit.plan", "line_id", lambda world, dong: world.plan_line(dong).id),
    "visits:plan_visit": about("visit.plan", "household_id", _home),
    "assessments:forms": Place("settings.edit"),
    "assessments:enter_shipped": Place("settings.edit"),
    "assessments:version": Place("settings.edit", lambda world, dong: {"version_id": world.form_version().id}),
    "assessments:workbook": Place("settings.edit", lambda world, dong: {"version_id": world.form_version().id}),
    "assessments:publish": Place("settings.edit", lambda world, dong: {"version_id": world.form_version().id}),
    "assessments:retire": Place("settings.edit", lambda world, dong: {"version_id": world.form_version().id}),
    "assessments:xform": Place("health.record", lambda world, dong: {"version_id": world.form_version().id}),
    "assessments:blank": Place("visit.read", lambda world, dong: {"code": world.form_version().form.code}),
    "assessments:limits": Place("health.record"),
    "assessments:approve_limit": Place("health.record", lambda world, dong: {"limit_id": world.limit().id}),
    "assessments:change_limit": Place("health.record", lambda world, dong: {"limit_id": world.limit().id}),
    "assessments:health": about("health.record", "household_id", _home),
    "assessments:fill": Place(
        "health.record",
        lambda world, dong: {"code": world.form_version().form.code, "household_id": world.home(dong).id},
        subject=True,
    ),
    "assessments:result": about("health.record", "assessment_id", lambda world, dong: world.flag(dong).assessment_id),
    "assessments:flag": about("health.record", "flag_id", lambda world, dong: world.flag(dong).id),
    "assessments:seen": about("health.record", "referral_id", lambda world, dong: world.referral(dong).id),
    "visits:note_absence": Place("visit.plan", _day),
    "visits:end_absence": Place("visit.plan", lambda world, dong: {"absence_id": world.absence().id}),
    "visits:universal": Place("visit.read"),
    "visits:due_list": Place("visit.read", lambda world, dong: {"code": "UNIV_65"}),
    "visits:due_sheet": Place("visit.read", lambda world, dong: {"code": "UNIV_65"}),
    "visits:enrol": about("visit.plan", "household_id", _home),
    "visits:give_hello": about("visit.plan", "enrolment_id", lambda world, dong: world.hello_caller(dong).enrolment_id),
    "visits:end_enrolment": about("visit.plan", "enrolment_id", lambda world, dong: world.enrolment(dong).id),
    "visits:programmes": Place("settings.edit"),
    "visits:open_programme": Place(
        "settings.edit", lambda world, dong: {"programme_id": VisitProgramme.objects.get(code="UNIV_65").id}
    ),
    "visits:change_rule": Place("settings.edit", lambda world, dong: {"rule_id": _rule().id}),
    "visits:end_rule": Place("settings.edit", lambda world, dong: {"rule_id": _rule().id}),
    "visits:accompany": about(
        "visit.read", "companion_id", lambda world, dong: world.visit(dong).companions.earliest("id").id
    ),
    "visits:visit": about("visit.read", "visit_id", _visit),
    "visits:record_visit": about("visit.record", "visit_id", _visit),
    "visits:depart": about("visit.record", "visit_id", _visit),
    "visits:check_in": about("visit.record", "visit_id", _visit),
    "visits:cancel_visit": about("visit.plan", "visit_id", _visit, reason="다시 잡음"),
    "visits:approve_visit": about("work_item.approve", "visit_id", _visit),
    "visits:add_companion": about("visit.plan", "visit_id", _visit),
    "visits:ask_to_go_alone": about("visit.plan", "visit_id", _visit),
    "visits:address_invitation": about(
        "visit.plan", "invitation_id", lambda world, dong: world.invitation(dong).id, tail="1234"
    ),
    "visits:note_answer": about(
        "visit.plan", "invitation_id", lambda world, dong: world.invitation(dong).id, answer="yes"
    ),
    "visits:report_incident": about("visit.record", "visit_id", _visit),
    "visits:review_incident": about(
        "work_item.approve", "incident_id", lambda world, dong: world.incident(dong).id
    ),
    "visits:sheet": about("visit.read", "visit_id", _visit),
    "field:card": Place("field.card"),
    "field:walk_along": page("field.card", "invitation_id", "invitation", only=("member",), in_both=False),
    "field:answer_invitation": page("field.card", "invitation_id", "invitation", only=("member",), in_both=False),
    "field:hello": Place("field.card"),
    "field:say_hello": page("field.card", "caller_id", "hello_caller", only=("member",), in_both=False),
    "field:undo_hello": page("field.card", "caller_id", "hello_caller", only=("member",), in_both=False),
    "field:hello_worry": page("field.card", "caller_id", "hello_caller", only=("member",), in_both=False),
    "field:day": Place("field.day"),
    "field:app": Place(""),
    "field:worker": Place(""),
    "field:manifest": Place(""),
    "field:session": Place(""),
    "field:inbox": Place("field.day"),
    "field:devices_out": Place("audit.review"),
    "field:set_up_device": Place("field.day"),
    "field:pack": Place("field.day"),
    "field:sync": Place(""),
    "field:attachment": Place("", lambda world, dong: {"digest": "0" * 64}),
    "field:revoke_device": page("field.day", "device_id", "device", only=("officer", "head"), in_both=False),
    # Read by those who may write such a record: here a visit's result.
    "field:write": page("field.day", "write_id", "write", subject=True, only=VISITORS),
    "field:picture": page("field.day", "attachment_id", "attachment", subject=True, only=("nobody",)),  # on the way
    "desk:blank_forms": Place("me"),
    "desk:blank_form": Place("me", lambda world, dong: {"code": "consent"}),
    "visits:record_sheet": about("visit.read", "visit_id", _visit),
    "desk:team": Place("team.read"),
    "desk:approvals": Place("approvals"),
    "desk:day_print": Place("today"),
    "desk:drafts": Place("today"),
    "desk:draft": Place("me", lambda world, dong: {"key": "counselling.record"}),
    "desk:find": Place("household.find"),
    "desk:quick_record": Place("household.find"),
    "desk:household": about("household.read", "household_id", _home),
    "desk:reveal": about("household.reveal", "household_id", _home),
    "people:consents": about("consent.record", "household_id", _home),
    "people:consent": about("consent.record", "consent_id", one("consent")),
    "people:consent_sheet": about("consent.record", "consent_id", one("consent")),
    "people:edit": about("household.edit", "household_id", _home),
    "people:person": about("household.edit", "person_id", one("person")),
    "desk:pin": about("household.edit", "household_id", _home),
    "desk:timeline": about("household.read", "household_id", _home),
    "desk:amend_counselling": about("counselling.write", "counselling_id", one("counselling")),
    "desk:amend_case": Place(
        "case.work",
        lambda world, dong: {
            "case_id": world.case(OURS).id,
            "kind": "plan",
            "record_id": Plan.objects.get(case=world.case(OURS), version=1).id,
        },
        subject=True,
        in_both=False,
    ),
    "desk:amend_aid": Place(
        "emergency.work",
        lambda world, dong: {
            "aid_id": world.granted(dong).id,
            "kind": "grant",
            "record_id": world.granted(dong).grants.get().id,
        },
        subject=True,
    ),
    "desk:amend_visit": about("visit.record", "visit_id", one("visited")),
    "accounts:approval_lines": Place("settings.edit"),
    "desk:who_helps": about("link.send", "household_id", _home),
    "desk:household_print": about("household.read", "household_id", _home),
    "desk:hand_over": Place("accounts.hand_over", lambda world, dong: {"post_id": world.cast.posts["colleague"].id}),
    "accounts:keep": Place("me"),
    "accounts:posts": Place("accounts.edit"),
    "accounts:appoint": Place("accounts.edit"),
    "accounts:person": Place("accounts.edit"),
    "accounts:end_post": Place("accounts.edit", lambda world, dong: {"post_id": world.cast.posts["colleague"].id}),
    "accounts:stand_in": Place("accounts.edit", lambda world, dong: {"post_id": world.cast.posts["colleague"].id}),
    "discovery:inbox": Place("signal.inbox"),
    "discovery:report_signal": Place("signal.report"),
    "discovery:similar": Place("household.find"),
    "discovery:received": page("signal.report", "signal_id", "signal", only=("officer",)),
    "discovery:take_reporter": about("signal.inbox", "signal_id", one("signal")),
    # Who told is no fact about the home, and is not in the list of who looked at it.
    "discovery:reporter": page("signal.reporter", "signal_id", "signal", subject=True, of_home=False),
    "discovery:photo": page("signal.inbox", "signal_id", "signal", subject=True, only=("nobody",)),  # there is none
    "discovery:files": Place("file.import"),
    "discovery:file_preview": page("file.import", "file_id", "file", only=("officer", "hope")),
    "discovery:file_rejects": page("file.import", "file_id", "file", only=("officer", "hope")),
    "discovery:identity_list": Place("people.merge"),
    "discovery:signal": about("people.merge", "signal_id", one("signal")),
    "discovery:settle": about("people.merge", "signal_id", one("signal")),
    "discovery:settle_new": about("people.merge", "signal_id", one("signal")),
    "discovery:move_signal": about("people.merge", "signal_id", one("signal")),
    "discovery:work_list": Place("work_list.read"),
    "discovery:assign_ticked": Place("work_item.assign"),
    "discovery:assign_by_tong": Place("work_item.assign"),
    "discovery:propose_assignment": Place("work_item.assign"),
    "discovery:quota": Place("work_item.assign", _dong, only=("head",)),
    "discovery:locate_list": Place("locate.read"),
    "discovery:rounds": Place("work_list.read"),
    "discovery:round": page("work_list.read", "round_id", "round"),
    "discovery:export_list": Place("work_list.read"),
    "discovery:print_list": Place("work_list.read"),
    "discovery:print_labels": Place("contact.record"),
    "discovery:work_item": about("work_item.read", "work_item_id", one("work_item")),
    "discovery:record_contact": about("contact.record", "work_item_id", one("work_item")),
    "discovery:tell_number_source": about("contact.record", "work_item_id", one("work_item")),
    "discovery:draft_message": about("contact.record", "work_item_id", one("work_item")),
    "discovery:print_notice": about("contact.record", "work_item_id", one("work_item")),
    "discovery:ask_to_locate": about("contact.record", "work_item_id", one("work_item")),
    "discovery:propose_closing": about("work_item.close", "work_item_id", one("work_item")),
    "discovery:propose_already": Place("work_item.close"),
    "discovery:approvals": Place("approvals"),
    "discovery:decide_closing": about("work_item.approve", "request_id", one("closing")),
    "discovery:decide_search": about("work_item.approve", "search_id", one("search")),
    "counselling:record": about("counselling.write", "household_id", _home),
    "counselling:counselling": about("counselling.write", "counselling_id", one("counselling")),
    "counselling:transcribe": about("counselling.write", "counselling_id", one("counselling")),
    "counselling:sign_record": about("counselling.write", "counselling_id", one("counselling")),
    "counselling:signature": about("counselling.write", "counselling_id", one("signed_counselling")),
    "counselling:paper": about("counselling.write", "counselling_id", one("counselling")),
    "counselling:finish_follow_up": about("counselling.write", "counselling_id", one("counselling")),
    "counselling:keep_promise": about("counselling.write", "promise_id", one("promise")),
    "counselling:markets": Place("market.record"),
    "counselling:open_market_day": Place("market.record"),
    "counselling:market_desk": page("market.record", "market_day_id", "market", subject=True, of_home=False),
    "counselling:undo_contact": page("market.record", "market_day_id", "market", subject=True, of_home=False),
    "counselling:market_people": page("market.record", "market_day_id", "market", subject=True, of_home=False),
    "counselling:link_contact": page("market.record", "contact_id", "market_contact", subject=True, of_home=False),
    "counselling:unlink_contact": page("market.record", "contact_id", "market_contact", subject=True, of_home=False),
    "counselling:market_file": Place(
        "market.record",
        lambda world, dong: {"market_day_id": world.market(dong).id, "kind": "contacts"},
        subject=True,
        of_home=False,
    ),
    "emergency:reasons": Place("settings.edit"),
    "emergency:end_reason": Place("settings.edit", lambda world, dong: {"reason_id": world.town_reason()}),
    "emergency:list": Place("emergency.read"),
    "emergency:list_xlsx": Place("emergency.read"),
    "emergency:committee": Place("emergency.read"),
    "emergency:hold_sitting": Place("emergency.work"),
    "emergency:sitting": page("emergency.read", "sitting_id", "sitting", of_city=True, only=SITTING),
    "emergency:decide_item": page("emergency.work", "sitting_id", "sitting", of_city=True),
    "emergency:sitting_paper": page("emergency.read", "sitting_id", "sitting", of_city=True, only=SITTING),
    "emergency:money": Place("emergency.read", only=("emergency", "emergency_head", "hope")),
    "emergency:enter_line": Place("emergency.work"),
    "emergency:money_xlsx": Place("emergency.read", only=("emergency", "emergency_head", "hope")),
    "emergency:request": about("emergency.request", "household_id", _home),
    "emergency:grant_page": about("emergency.read", "aid_id", one("aid")),
    "emergency:on_site": about("emergency.work", "aid_id", one("aid")),
    "emergency:ask": about("emergency.work", "aid_id", one("aid")),
    "emergency:deny": about("emergency.work", "aid_id", one("aid")),
    "emergency:decide": about("emergency.decide", "aid_id", one("aid")),
    "emergency:decide_denial": about("emergency.decide", "aid_id", one("aid")),
    "emergency:pay": about("emergency.work", "aid_id", one("aid")),
    "emergency:not_extend": about("emergency.work", "aid_id", one("aid")),
    "emergency:follow_up": about("emergency.work", "aid_id", one("aid")),
    "emergency:review": about("emergency.work", "aid_id", one("aid")),
    "emergency:withdraw_objection": about("emergency.work", "aid_id", one("aid")),
    "emergency:objection": about("emergency.work", "aid_id", one("aid")),
    "emergency:agenda": about("emergency.work", "aid_id", one("aid")),
    "emergency:recover": about("emergency.work", "aid_id", one("aid")),
    "emergency:order_recovery": about("emergency.decide", "aid_id", one("aid")),
    "emergency:tell_recovery": about("emergency.work", "aid_id", one("aid")),
    "emergency:recovery_line": about("emergency.work", "aid_id", one("aid")),
    "emergency:onward": about("emergency.work", "aid_id", one("aid")),
    "emergency:return_order": about("emergency.read", "aid_id", one("to_return")),
    "emergency:end": about("emergency.work", "aid_id", one("aid")),
    "emergency:file_sheet": about("emergency.read", "aid_id", one("granted")),
    "emergency:decision_letter": about("emergency.read", "aid_id", one("granted")),
    "emergency:on_site_notice": about("emergency.read", "aid_id", one("aid")),
    "cases:case": about("case.read", "case_id", one("case")),
    "cases:accept": about("case.accept", "case_id", one("case")),
    "cases:transfer": about("case.work", "case_id", one("case")),
    "cases:take_back_transfer": about("case.work", "case_id", one("case")),
    "cases:answer_transfer": about("case.accept", "case_id", one("case")),
    "cases:extend": about("case.decide", "case_id", one("case")),
    "cases:suspend": about("case.work", "case_id", one("case")),
    "cases:resume": about("case.work", "case_id", one("case")),
    "cases:start_survey": about("case.work", "case_id", one("case")),
    "cases:survey_again": about("case.work", "case_id", one("case")),
    "cases:start_plan": about("case.work", "case_id", one("case")),
    "cases:revise_plan": about("case.work", "case_id", one("case")),
    "cases:check": about("case.work", "case_id", one("case")),
    "cases:closing_sheet": about("case.read", "case_id", one("case")),
    "cases:closing": about("case.read", "case_id", one("case")),
    "cases:survey": _part("case.work", round=1),
    "cases:survey_sheet": _part("case.read", round=1),
    "cases:plan": _part("case.read", version=1),
    "cases:sign_plan": _part("case.work", version=1),
    "cases:plan_sheet": _part("case.read", version=1),
    "cases:signature": Place(
        "case.read",
        lambda world, dong: {"case_id": world.signed_case(dong).id, "version": 1},
        subject=True,
        in_both=False,
    ),
    "cases:record_aftercare": page("case.work", "aftercare_id", "aftercare", subject=True, in_both=False),
    "cases:duty": page("today", "duty_id", "duty", subject=True, only=("officer",), in_both=False),
    "cases:my_cases": Place("case.list"),
    "cases:labels": Place("settings.edit"),
    "cases:end_label": Place("settings.edit", lambda world, dong: {"label_id": CaseLabel.objects.all()[0].id}),
    "cases:workload": Place("case.decide"),
    "cases:relations": about("case.work", "case_id", one("case")),
    "cases:relations_sheet": about("case.read", "case_id", one("case")),
    "cases:tags": about("case.work", "case_id", one("case")),
    "cases:aftercare": Place("case.list"),
    "cases:conferences": Place("case.decide"),
    "cases:conference": page("case.decide", "conference_id", "conference", only=("head", "hope")),
    "cases:sign_minutes": Place(
        "case.decide",
        lambda world, dong: {"conference_id": (held := world.conference(dong)).id, "attendee_id": held.attendees.all()[0].id},
        only=("head", "hope"),
    ),
    "cases:minutes": page("case.decide", "conference_id", "conference", only=("head", "hope")),
    "cases:apply_care": about("case.work", "household_id", _home),
    "cases:of_care": Place("case.read", lambda world, dong: {"household_id": world.care(dong).household_id}, subject=True),
    "cases:ask_assessment": about("case.work", "case_id", one("care")),
    "cases:record_assessment": about("case.work", "case_id", one("care")),
    "cases:judge_assessment": about("case.decide", "case_id", one("care")),
    "cases:tell_judgement": about("case.work", "case_id", one("care")),
    "cases:adopt_plan": about("case.work", "case_id", one("care")),
    "cases:sign_application": about("case.work", "case_id", one("care")),
    "cases:care_signature": about("case.read", "case_id", one("signed_care")),
    "cases:care_application_sheet": about("case.read", "case_id", one("care")),
    "cases:care_result_sheet": Place(
        "case.read", lambda world, dong: {"case_id": world.care(OURS).id, "round": 1}, subject=True, in_both=False
    ),
    "cases:of_household": about("case.read", "household_id", _home),
    "cases:refer": about("case.work", "household_id", _home),
    "rollout:map": Place("rollout.read"),
    "rollout:staffing": Place("rollout.read"),
    "rollout:plan": Place("rollout.edit"),
    "rollout:boundaries": Place("rollout.edit"),
    "rollout:log": Place("rollout.edit"),
    "rollout:finding": page("rollout.edit", "entry_id", "finding", of_city=True),
    "rollout:standard": Place("rollout.edit"),
    "rollout:award": Place("rollout.edit"),
    "rollout:establishment": Place("rollout.edit"),
    "rollout:evaluation": Place("rollout.edit"),
    "rollout:vehicles": Place("rollout.read"),
    "rollout:register_vehicle": Place("rollout.edit"),
    "rollout:vehicle": page("rollout.read", "vehicle_id", "vehicle", of_city=True),
    "rollout:mend_vehicle": page("rollout.edit", "vehicle_id", "vehicle", of_city=True),
    "rollout:return_vehicle": page("rollout.edit", "vehicle_id", "vehicle", of_city=True),
    "rollout:renew_vehicle": page("vehicle.use", "vehicle_id", "vehicle", of_city=True),
    "rollout:book_vehicle": page("vehicle.use", "vehicle_id", "vehicle", of_city=True),
    "rollout:call_off_booking": page("vehicle.use", "booking_id", "booking", of_city=True),
    "programmes:programmes": Place("programme.work"),
    "programmes:open_programme": Place("programme.work"),
    "programmes:programme": page("programme.work", "programme_id", "programme", of_city=True),
    "programmes:select": page("programme.work", "programme_id", "programme", of_city=True),
    "programmes:count_in": page("programme.work", "programme_id", "programme", of_city=True),
    "programmes:count_service": page("programme.work", "programme_id", "programme", of_city=True),
    "programmes:hear_opinion": page("programme.work", "programme_id", "programme", of_city=True),
    "programmes:settle_by_attendance": page("programme.work", "programme_id", "programme", of_city=True),
    "programmes:close_programme": page("programme.work", "programme_id", "programme", of_city=True),
    "programmes:roster": page("programme.work", "programme_id", "programme", of_city=True),
    "programmes:attendance": page("programme.work", "session_id", "session", of_city=True),
    "programmes:answer_opinion": page("programme.work", "opinion_id", "opinion", of_city=True),
    "programmes:apply": about("programme.work", "household_id", _home),
    "programmes:participation": about("programme.work", "participation_id", one("participation")),
    "programmes:withdraw": about("programme.work", "participation_id", one("participation"), reason="이사"),
    "programmes:follow": about("programme.work", "participation_id", one("participation"), words="함"),
    "resources:home": Place("directory.read"),
    "resources:directory": Place("directory.read"),
    "resources:enter_service": Place("ledger.write"),
    "resources:confirm_places": page("link.send", "service_id", "service", of_home=False),
    "resources:service": page("directory.read", "service_id", "service"),
    "resources:links": Place("link.send"),
    "resources:new_link": about("link.send", "household_id", _home),
    "resources:link_sheet": about("link.send", "link_id", one("link")),
    "resources:link": about("link.send", "link_id", one("link")),
    "resources:renew_link": about("link.send", "link_id", one("link")),
    "resources:note_reply": about("link.send", "link_id", one("link")),
    "resources:record_delivery": about("link.send", "link_id", one("link")),
    "resources:end_link": about("link.send", "link_id", one("link")),
    "resources:read_reply": about("link.send", "link_id", one("link")),
    "resources:withdraw_consent": about("consent.record", "link_id", one("link")),
    "resources:lots": Place("ledger.write"),
    "resources:receive_lot": Place("ledger.write"),
    "resources:lot": page("ledger.write", "lot_id", "lot"),
    "resources:leave": page("ledger.write", "lot_id", "lot"),
    "resources:tell_donor": page("ledger.write", "lot_id", "lot"),
    "resources:donor_statement": page("ledger.write", "lot_id", "lot"),
    "resources:offers": Place("ledger.write"),
    "resources:offer": page("ledger.write", "offer_id", "offer", of_city=True),
    "resources:chest": Place("ledger.write"),
    "resources:chest_application": page("ledger.write", "application_id", "chest", of_city=True),
    "resources:food": Place("ledger.write"),
    "resources:food_rules": Place("ledger.write"),
    "resources:food_home": about("link.send", "household_id", _home),
    "resources:food_member": page("ledger.write", "member_id", "food_member"),
    "resources:food_term": page("ledger.write", "member_id", "food_member"),
    "resources:food_receipt": page("ledger.write", "use_id", "food_use"),
    "resources:visiting": Place("link.send"),
    "resources:visiting_home": about("link.send", "household_id", _home),
    "resources:end_visiting": about("link.send", "household_id", _home),
    "resources:new_shares": Place("ledger.write"),
    "resources:round": Place("ledger.write", lambda world, dong: {"round_id": world.allocation(dong).round_id}),
    "resources:change_round": Place("ledger.write", lambda world, dong: {"round_id": world.allocation(dong).round_id}),
    "resources:tick": page("delivery.record", "allocation_id", "allocation", only=TICKERS),
    "resources:ledger": Place("ledger.write"),
    "resources:ledger_file": Place("ledger.write"),
    "resources:allocations": Place("ledger.write"),
    "resources:new_allocation": page("ledger.write", "lot_id", "lot"),
    "resources:allocation": page("ledger.write", "allocation_id", "allocation"),
    "resources:change_allocation": page("ledger.write", "allocation_id", "allocation"),
    "resources:approve": page("ledger.approve", "allocation_id", "allocation"),
    "resources:name_deliverer": page("ledger.write", "allocation_id", "allocation"),
    "resources:allocation_paper": Place(
        "ledger.write", lambda world, dong: {"allocation_id": world.allocation(dong).id, "paper": "list"}
    ),
    "resources:deliveries": Place("delivery.record"),
    "resources:hand_over": about("delivery.record", "line_id", one("line")),
    "resources:put_back": about("ledger.write", "line_id", one("line"), once_key="0a1b2c3d-0000-4000-8000-000000000001"),
    "people:doubles": about("people.merge", "household_id", _home),
    "people:merge": Place(
        "people.merge",
        lambda world, dong: {"household_id": world.home(dong).id, "other_id": world.twin(dong).id},
        subject=True,
    ),
    "people:undo_merge": about("people.merge", "merge_id", one("merged")),
    "exports:mine": Place("me"),
    "exports:take": page("export.take", "export_id", "export", subject=True, of_home=False),
    "exports:decide": page("export.decide", "export_id", "export", subject=True, of_home=False),
    "audit:review": Place("audit.review"),
    "audit:sign": Place("audit.review"),
    "audit:citizen": Place("audit.review"),
    "audit:alert": page("audit.review", "alert_id", "alert"),
    "audit:explanation": page("me", "explanation_id", "explanation", only=("officer", "privacy")),
    "audit:who_looked": about("household.who_looked", "household_id", _home),
    "field:report": Place("signal.report"),
    "portal:home": Place(""),
    "portal:report": Place(""),
    "portal:received": Place(""),
    "portal:receipt": Place(""),
    "portal:my_benefits": Place(""),
    "portal:referral_reply": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:referral_answer": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:referral_deliver": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:referral_end": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:conference": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:conference_pledge": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:conference_opinion": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:calendar": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:invitation": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:invitation_walk": Place("", lambda world, dong: {"token": "nothing-there"}),
    "portal:invitation_answer": Place("", lambda world, dong: {"token": "nothing-there"}),
    "partners:council": Place("partners.read"),
    "partners:dong_council": Place("partners.read", _dong, of_city=True),
    "partners:appoint_members": Place("partners.edit"),
    "partners:call_meeting": Place("partners.edit", _dong, of_city=True),
    "partners:meeting": page("partners.read", "meeting_id", "council_meeting", of_city=True),
    "partners:notify_members": page("partners.edit", "meeting_id", "council_meeting", of_city=True),
    "partners:appoint_member": Place("partners.edit", _dong, of_city=True),
    "partners:register_volunteer": Place("partners.edit", _dong, of_city=True),
    "partners:volunteer": page("partners.read", "volunteer_id", "volunteer", of_city=True),
    "partners:renew_volunteer": page("partners.edit", "volunteer_id", "volunteer", of_city=True),
    "partners:thank_volunteer": page("partners.edit", "volunteer_id", "volunteer", of_city=True),
}  # fmt: skip

# An argument of each kind that names nothing there is.
NOTHING: dict[type, Any] = {
    UUID: uuid7,
    str: lambda: "nothing-there",
    dt.date: lambda: dt.date(2020, 1, 1),
    int: lambda: 99,
}
