"""지역과 조직: 시도 > 시군구 > 읍면동 > 통·리, the teams that serve them, with dates.

Words: Area, Team, TeamName (a team's name is an attribute with dates, never an enum), TeamCoverage (centre or general
dong of a zone, 권역). Number of teams and number of covered dongs are two queries, never one figure (process §1.2).
Stands on audit.
"""
