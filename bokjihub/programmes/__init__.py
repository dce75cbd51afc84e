"""프로그램: classes, screening campaigns, trips, visits home, village service days (mission S14).

Words: Programme, Session (one day of it), Participation (one person's application and its result), Attendance,
ServiceCount and Opinion (of a village service day). Stands on people and clocks.
"""
