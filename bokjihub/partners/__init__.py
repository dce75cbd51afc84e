"""협력 기관·협의체·봉사자: who stands beside the officers. No household data, so no row security.

Words: Agency (a public or private body that can take a referral or keep gifts), Agreement (what it signed), Volunteer (a
resident who reports, walks along, delivers), CouncilTerm (one member's appointment to a 지역사회보장협의체). Stands on
accounts (a volunteer's login is a post) and areas.
"""
