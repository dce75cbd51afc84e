"""Who helps in the town: agencies and what they give, gifts that came in, two lists, referrals of the last two months.

Everything through the actions of the rooms, day by day, so that consents, clocks and the ledger are what officers make.
The three gifts a newspaper named in 2016 (drinks, vouchers, gift boxes) keep their figures; the rest is invented.
"""

import datetime as dt
from dataclasses import replace
from random import Random
from uuid import uuid4

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.demo.calendar import on_day
from bokjihub.demo.ground import Town
from bokjihub.demo.names import person_name
from bokjihub.discovery.models import WorkItem
from bokjihub.partners import actions as partners
from bokjihub.partners.models import Agency, CouncilTerm, Volunteer
from bokjihub.people import actions as people
from bokjihub.people.models import Consent, Household
from bokjihub.people.queries import head_of
from bokjihub.resources.actions import allocations, directory, food, ledger, links, replies
from bokjihub.resources.models import (
    Account,
    Allocation,
    AllocationLine,
    DonorNotice,
    FoodMember,
    Lot,
    Movement,
    Need,
    Service,
    ServiceLink,
)
from bokjihub.resources.queries import referral
from bokjihub.resources.queries.food import room_of

PLACE = "demo"
PUBLIC, PRIVATE = Agency.Sector.PUBLIC, Agency.Sector.PRIVATE
# name, sector, kind, [(service, need, for whom, rhythm, places, waiting, income tested)]
BODIES = (
    ("노암종합복지관", PRIVATE, "복지관", (
        ("도시락 배달", Need.FOOD, "65세 이상 혼자 사시는 분", "주 5회", 3, 0, False),
        ("이동 빨래방", Need.DAILY, "거동이 어려운 분", "한 달 2번", 8, 0, False),
    )),
    ("요천노인복지센터", PRIVATE, "재가센터", (("노인맞춤돌봄", Need.CARE, "65세 이상", "주 2회", 5, 4, True),)),
    ("남원푸드마켓", PRIVATE, "푸드마켓", (("다섯 가지 고르기", Need.FOOD, "차상위까지", "월 1회", 0, 12, True),)),
    ("두레지역자활센터", PRIVATE, "자활센터", (("집수리", Need.HOME, "저소득 가구", "한 번", 2, 6, True),)),
    ("새숨정신건강복지센터", PUBLIC, "정신건강", (("마음 상담", Need.MIND, "누구나", "주 1회", None, 0, False),)),
    ("시립치매안심센터", PUBLIC, "보건", (("치매 선별과 쉼터", Need.HEALTH, "60세 이상", "주 3회", 6, 0, False),)),
    ("시보건소 방문건강", PUBLIC, "보건", (("방문 건강관리", Need.HEALTH, "누구나", "월 1회", 20, 0, False),)),
    ("향단지역아동센터", PRIVATE, "아동센터", (("방과 후 돌봄과 저녁", Need.CHILD, "초·중학생", "주 5회", 4, 0, False),)),
    ("드림스타트", PUBLIC, "아동", (("아이 발달 지원", Need.CHILD, "12세까지", "월 2회", 10, 0, True),)),
    ("장애인종합복지관", PRIVATE, "복지관", (("목욕과 나들이 돕기", Need.CARE, "등록 장애인", "주 1회", 1, 3, False),)),
    ("가족센터", PUBLIC, "가족", (("다문화 통역과 상담", Need.MIND, "다문화 가구", "그때그때", None, 0, False),)),
    ("법률구조 출장상담소", PUBLIC, "법률", (("빚·법률 상담", Need.DEBT, "누구나", "월 2회", 6, 0, False),)),
    ("일자리지원센터", PUBLIC, "고용", (("일자리 찾기", Need.WORK, "일할 수 있는 분", "그때그때", None, 0, False),)),
    ("은빛한의원 봉사단", PRIVATE, "의료봉사", (("집으로 가는 침", Need.HEALTH, "거동이 어려운 분", "한 달 1번", 5, 0, False),)),
    ("동림미용 봉사회", PRIVATE, "봉사", (("집에서 머리 손질", Need.DAILY, "거동이 어려운 분", "한 달 1번", 12, 0, False),)),
    ("따뜻한연탄 나눔회", PRIVATE, "봉사", (("연탄·난방유", Need.ENERGY, "난방이 어려운 집", "겨울", 15, 0, False),)),
    ("가전고침 봉사회", PRIVATE, "봉사", (("가전 수리", Need.HOME, "누구나", "한 달 2번", 6, 0, False),)),
    ("에너지복지센터", PUBLIC, "에너지", (("창호·보일러 고치기", Need.ENERGY, "기초·차상위", "한 번", 3, 9, True),)),
    ("솔숲교회 반찬나눔", PRIVATE, "봉사", (("밑반찬", Need.FOOD, "누구나", "주 1회", 7, 0, False),)),
    ("사회복지협의회", PRIVATE, "협의회", (("생활비 잇기", Need.LIVING, "다른 지원이 안 되는 집", "한 번", 4, 2, False),)),
)  # fmt: skip
PAPERS = {
    "빚·법률 상담": "빚을 보여 주는 서류",
    "아이 발달 지원": "아이의 예방접종 수첩",
    "치매 선별과 쉼터": "드시는 약 봉투",
}
# name, kind, keeper, route, unit, pieces, won in all, giver, days ago
GIFTS = (
    ("음료", Lot.Kind.FOOD, Lot.Custodian.COUNCIL, Lot.Route.DESIGNATED, "상자", 1000, 20_000_000, "가온음료", 80),
    (
        "온누리상품권 1만원권",
        Lot.Kind.VOUCHER,
        Lot.Custodian.CHEST,
        Lot.Route.CHEST,
        "장",
        50,
        500_000,
        "참샘상인회",
        74,
    ),
    (
        "설 선물 꾸러미",
        Lot.Kind.DAILY,
        Lot.Custodian.ASSOCIATION,
        Lot.Route.CORPORATION,
        "상자",
        100,
        2_500_000,
        "두레봉사회",
        70,
    ),
)
MORE_GIFTS = (
    ("쌀 10kg", Lot.Kind.FOOD, "포", 33_000), ("라면", Lot.Kind.FOOD, "상자", 24_000), ("김장 김치", Lot.Kind.FOOD, "통", 45_000),
    ("연탄", Lot.Kind.HEATING, "장", 900), ("겨울 이불", Lot.Kind.DAILY, "채", 52_000), ("전기장판", Lot.Kind.APPLIANCE, "개", 61_000),
    ("선풍기", Lot.Kind.APPLIANCE, "대", 38_000), ("생필품 꾸러미", Lot.Kind.DAILY, "상자", 30_000), ("성금", Lot.Kind.CASH, "원", 1),
)  # fmt: skip
GIVERS = ("익명", "갈재농협", "은행나무약국", "비석마을 부녀회", "향단초 동문회", "용머리 청년회", "물레상회")
GIFT_COUNT, LINK_COUNT, LIST_PLACES = 30, 40, 60
# The giver of a facility hears within the year (재무·회계 규칙 제41조의5).
TOLD_AFTER_DAYS = 180
MEMBERS_A_DONG = 12
# Residents with a login: on a council (no kind), or a volunteer of a kind.
KINDS: dict[Role, Volunteer.Kind | None] = {
    Role.COUNCIL_MEMBER: None,
    Role.VOLUNTEER: Volunteer.Kind.GOOD_NEIGHBOUR,
    Role.HONORARY_OFFICER: Volunteer.Kind.HONORARY,
}


def stock(town: Town, random: Random, today: dt.date) -> str:
    """Fill directory, councils, store and referrals; says what it made."""
    return Helpers(town, random, today).tell()


class Helpers:
    """One telling: the town, the dice and the day."""

    def __init__(self, town: Town, random: Random, today: dt.date) -> None:
        self.town, self.random, self.today = town, random, today

    def tell(self) -> str:
        """Agencies, councils, gifts, lists, referrals, in this order."""
        services = self._directory()
        self._councils()
        lots = self._gifts()
        lists = [self._give(lots[0], 45, done=True), self._give(lots[2], 9, done=False)]
        sent = self._referrals(services)
        self._food_market(next(one for one in services if one.provider.agency.kind == "푸드마켓"))
        return f"도울 곳 {len(BODIES)}, 서비스 {len(services)}, 들어온 것 {len(lots)}, 나눔 {len(lists)}, 의뢰 {sent}"

    def _first(self, role: Role, day: dt.date) -> Actor:
        return self.town.actor(self.town.posts_of(role)[0], day)

    def _ago(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days=days)

    def _directory(self) -> list[Service]:
        since, found = self._ago(400), []
        by = self._first(Role.HOPE_UNIT, since)
        for number, (name, sector, kind, given) in enumerate(BODIES):
            phone = f"063-000-{4100 + number}"
            body = partners.enter_agency(
                name=name, sector=sector, kind=kind, phone=phone, city=self.town.city, starts_on=since, by=by
            )
            for label, need, whom, rhythm, places, waiting, tested in given:
                papers = "소득 확인 서류(수급자·차상위 증명서)" if tested else PAPERS.get(label, "")
                offer = directory.Offer(label, need, whom, rhythm, places, waiting, tested, papers)
                found.append(directory.enter_service(agency=body, offer=offer, on=since, by=by))
        for one in found:
            on = self._ago(self.random.randrange(2, 50))
            directory.confirm_places(service=one, places=one.places, waiting=one.waiting, on=on, by=by)
        return found

    def _councils(self) -> None:
        since = self._ago(300)
        by = self._first(Role.COUNCIL_SECRETARY, since)
        callings = ("통장", "주민자치위원", "자원봉사", "부녀회", "의용소방대", "상인", "교사", "약사")
        for role, kind in KINDS.items():
            for post in self.town.posts_of(role):
                if kind is None:
                    self._council_of(post, callings, since, by)
                    continue
                partners.register_volunteer(
                    name=post.user.name,
                    kind=kind,
                    area=post.area,
                    post=post,
                    starts_on=since,
                    trained_until=self.today + dt.timedelta(days=self.random.randrange(-20, 300)),
                    pledged_on=since,
                    by=by,
                )

    def _council_of(self, post: Post, callings: tuple[str, ...], since: dt.date, by: Actor) -> None:
        names = {post.user.name}
        while len(names) < MEMBERS_A_DONG:
            names.add(
                person_name(self.random, sex=self.random.choice("MF"), birth_year=self.random.randrange(1950, 1990))
            )
        for number, name in enumerate(sorted(names)):
            partners.appoint_member(
                area=post.area,
                name=name,
                seat=CouncilTerm.Seat.CHAIR if number == 0 else CouncilTerm.Seat.MEMBER,
                calling=self.random.choice(callings),
                post=post if name == post.user.name else None,
                starts_on=since,
                trained_on=since if self.random.random() < 0.8 else None,
                by=by,
            )

    def _gifts(self) -> list[Lot]:
        named = [
            ledger.Gift(
                name,
                kind,
                keeper,
                route,
                unit,
                pieces,
                won,
                self._ago(days),
                donor=giver,
                receipt_number=f"영수-{days}",
            )
            for name, kind, keeper, route, unit, pieces, won, giver, days in GIFTS
        ]
        found = [self._take(gift) for gift in named]
        found += [self._take(self._any_gift()) for _ in range(GIFT_COUNT - len(found))]
        spoilt = ledger.Step(
            Movement.Kind.DISCARD, Account.STOCK, Account.DISCARDED, 7, self._ago(30), uuid4(), "상자가 젖음"
        )
        ledger.move(lot=found[0], step=spoilt, by=self._first(Role.RESOURCE_DESK, self._ago(30)))
        return found

    def _any_gift(self) -> ledger.Gift:
        random = self.random
        name, kind, unit, price = random.choice(MORE_GIFTS)
        pieces = random.choice((500_000, 1_000_000)) if kind == Lot.Kind.CASH else random.randrange(10, 120)
        day, giver = self._ago(random.randrange(3, 300)), random.choice(GIVERS)
        town_keeps = random.random() < 0.15
        return ledger.Gift(
            name=name,
            kind=kind,
            custodian=Lot.Custodian.TOWN
            if town_keeps
            else random.choice((Lot.Custodian.COUNCIL, Lot.Custodian.CENTRE)),
            route=Lot.Route.DESIGNATED if town_keeps else random.choice((Lot.Route.CORPORATION, Lot.Route.CHEST)),
            unit=unit,
            quantity=pieces,
            total_won=pieces * price,
            received_on=day,
            donor="" if giver == "익명" else giver,
            is_anonymous=giver == "익명",
            review_reference=f"심사 {day:%Y}-{random.randrange(1, 30)}" if town_keeps else "",
            expires_on=self.today + dt.timedelta(days=random.randrange(5, 200)) if kind == Lot.Kind.FOOD else None,
        )

    def _take(self, gift: ledger.Gift) -> Lot:
        with on_day(gift.received_on, 14):
            by = self._first(Role.RESOURCE_DESK, gift.received_on)
            lot = ledger.receive_lot(gift=gift, once_key=uuid4(), by=by)
        self._tell_giver(lot)
        return lot

    def _tell_giver(self, lot: Lot) -> None:
        """준 곳에 알림 once for gifts that came long ago; the others still have their year."""
        day = lot.received_on + dt.timedelta(days=TOLD_AFTER_DAYS)
        if lot.is_anonymous or day >= self.today:
            return
        with on_day(day, 15):
            by = self._first(Role.RESOURCE_DESK, day)
            ledger.tell_donor(lot=lot, how=DonorNotice.How.LETTER, told_on=day, by=by)

    def _give(self, lot: Lot, days_ago: int, *, done: bool) -> Allocation:
        """A list made, approved by another, and brought to most doors by the dong's officers."""
        day = self._ago(days_ago)
        desk, chief = self._first(Role.RESOURCE_DESK, day), self._first(Role.EMERGENCY_HEAD, day)
        wish = allocations.ListWish(
            f"{lot.name} 나눔", LIST_PLACES, 1, frozenset(dong.id for dong in self.town.dongs.values())
        )
        with on_day(day, 10), acting_as(desk):
            made = allocations.draft_allocation(lot=lot, wish=wish, by=desk)
            allocations.propose_allocation(allocation=made, by=desk)
        with on_day(day, 15), acting_as(chief):
            made = allocations.approve_allocation(allocation=made, by=chief)
        lines = list(AllocationLine.objects.filter(allocation=made, state=AllocationLine.State.RESERVED))
        for line in lines if done else lines[: len(lines) // 3]:
            self._door(line, day + dt.timedelta(days=self.random.randrange(1, 6)))
        if done:
            last = self._ago(days_ago - 8)
            with on_day(last, 17), acting_as(self._first(Role.RESOURCE_DESK, last)):
                allocations.finish_allocation(allocation=made, by=self._first(Role.RESOURCE_DESK, last))
        return made

    def _door(self, line: AllocationLine, day: dt.date) -> None:
        team = next(team for name, team in self.town.team_of.items() if self.town.dongs[name].id == line.area_id)
        officer = self.town.actor(self.random.choice(self.town.posts_of(Role.DONG_OFFICER, team)), day)
        mark = self.random.choice(("본인", "본인", "가족", "이웃"))
        with on_day(day, 16), acting_as(officer):
            allocations.hand_over(line=line, on=day, receiver=mark, once_key=uuid4(), by=officer)

    def _referrals(self, services: list[Service]) -> int:
        open_items = WorkItem.objects.filter(closed_on__isnull=True, owner__isnull=False).exclude(
            state__in=[WorkItem.State.LOCATING, WorkItem.State.REFUSED_HOLD]
        )
        items = list(open_items.select_related("household", "owner__user", "owner__team").order_by("id"))
        chosen = self.random.sample(items, min(LINK_COUNT, len(items)))
        for item in chosen:
            self._refer(item, self.random.choice(services))
        return len(chosen)

    def _food_market(self, service: Service) -> None:
        """The market's rule, twelve homes enrolled this year, most of them served this month; one came twice, after a fire."""
        by = self._first(Role.RESOURCE_DESK, self._ago(200))
        terms = food.Terms(
            uses_a_month=1,
            items_a_use=5,
            term_months=12,
            renewals=1,
            pause_months=12,
            source="남원푸드마켓 운영 지침 제4조(시범 자료)",
        )
        food.set_food_rule(provider=service.provider, terms=terms, starts_on=by.day, by=by)
        homes = Household.objects.filter(work_items__closed_on__isnull=True, work_items__owner__isnull=False)
        for number, home in enumerate(homes.distinct().order_by("id")[:12]):
            desk = self._first(Role.RESOURCE_DESK, self._ago(150 - number * 5))
            member = food.enrol_food(household=home, provider=service.provider, by=desk)
            for ago in (40, 8 + number) if number < 9 else (40,):
                self._food_use(member, self._ago(ago), "")
            if number == 0:
                self._food_use(member, self._ago(6), "불이 나서 부엌살림을 잃으심")

    def _food_use(self, member: FoodMember, day: dt.date, reason: str) -> None:
        taken = food.Taken(used_on=day, items=5, words="쌀, 라면, 간장, 참치, 김", reason=reason)
        by = self._first(Role.RESOURCE_DESK, day)
        room = room_of(member, day)
        if reason or (room is not None and room.uses_left):
            food.record_food_use(member=member, taken=taken, once_key=uuid4(), by=by)

    def _refer(self, item: WorkItem, service: Service) -> None:
        day = max(item.opened_on, self._ago(self.random.randrange(1, 21)))
        owner, person = item.owner, head_of(item.household_id)
        if owner is None or person is None:
            return
        officer, agency = self.town.actor(owner, day), service.provider.agency
        with on_day(day, 11), acting_as(officer):
            people.record_consent(
                household=item.household,
                purpose=Consent.Purpose.LINK,
                items=["이름", "주소", "전화", "나이", "가구상황"],
                given_by=person.name,
                method=Consent.Method.PAPER,
                given_on=day,
                expires_on=day + dt.timedelta(days=365),
                recipient=agency.name,
                recipient_id=agency.id,
                person=person,
                by=officer,
            )
            words = f"{service.get_need_display()} 때문에 힘들어하셔서 {service.name}이 필요합니다."
            asked = links.Referral(items=("이름", "주소", "전화", "나이"), reason=words)
            link = links.send_link(
                household=item.household, person=person, service=service, referral=asked, by=officer
            ).link
        if self.random.random() < 0.8:
            self._answer(link, day)

    def _answer(self, link: ServiceLink, sent_on: dt.date) -> None:
        """The agency opens, answers and, where it took it on, delivers; never after today."""
        day = min(self.today, sent_on + dt.timedelta(days=self.random.randrange(0, 6)))
        behind = referral.Behind(link.id, link.household_id, link.area_id)
        agency = replace(referral.as_agency(referral.reply_actor(behind, place=PLACE), link), day=day)
        chance = self.random.random()
        if chance < 0.7:
            reply = replies.Reply(ServiceLink.State.ACCEPTED, start_on=day)
        elif chance < 0.85:
            reply = replies.Reply(ServiceLink.State.WAITLISTED, expected_on=day + dt.timedelta(days=30))
        else:
            reply = replies.Reply(ServiceLink.State.DECLINED, words="자리가 없고 기다리는 분이 많습니다.")
        with on_day(day, 13), acting_as(agency):
            replies.open_link(link=link, by=agency)
            replies.answer_link(link=link, reply=reply, by=agency)
        if reply.decision != ServiceLink.State.ACCEPTED:
            return
        for weeks in range(self.random.randrange(0, 4)):
            on = day + dt.timedelta(days=1 + 7 * weeks)
            if on > self.today:
                return
            told = replies.Delivered(on, self.random.randrange(1, 6), uuid4(), won=self.random.randrange(1, 12) * 5_000)
            with on_day(on, 17), acting_as(agency):
                replies.record_delivery(link=link, delivered=told, by=replace(agency, day=on))
