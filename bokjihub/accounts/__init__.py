"""계정과 권한: people who log in, their posts with dates, what work has been given to them, and the one access decision.

Words: User, Post (발령: the only source of rights), Role (process §1.4), TongCharge (통·리 담당), StandIn (대직),
Assignment (a right that comes from work), ViewReason (열람 사유), Pledge (비밀유지 서약).
Stands on areas and audit. `accounts.access` is public to every room.
"""
