"""내려받기: named rows leave the house as a file, with a reason, and above fifty rows with a second person's yes.

Words: Sheet (a table a room wants to hand out), ExportRequest (내려받기 부탁: the finished file, sealed, waiting for the yes).
Flow: a room makes a Sheet and hands it to `door.hand_out`, which asks why → up to fifty named rows leave at once, on
record → more are made, sealed and wait → the head of the asker decides from Today → the asker takes the file once within
a day → the copy is destroyed.
The file is made when it is asked for, so what was approved is what leaves. Aggregates (실적표) name nobody and do not
come through here. Stands on clocks, accounts, areas, audit, ui; knows no household but by its id.
"""
