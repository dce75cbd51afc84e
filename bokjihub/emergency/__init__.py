"""긴급복지지원: grant first, check after.

Words: EmergencyAid (긴급지원), CrisisReason (위기사유, dated with basis), Grant (결정), Payment (지급), FollowUp
(사후조사). Limits, counts and clocks are the statute's of the day (긴급복지지원법 제9조·제10조, dated).
Stands on counselling.
"""
