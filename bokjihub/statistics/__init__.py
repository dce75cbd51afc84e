"""현황: report definitions. Reads every domain, writes none; every figure is a query over entries.

Words: Report (a table of figures for a period or a day), Row, note. 건 (events), 가구 (distinct households) and 명
(distinct persons) are different figures; each report says which it counts (process §7.2). Won are added as integers and
rounded only for display, with the 단수조정 note when the displayed rows do not add up (§7.1).

Flow: definition (name, title, columns, a function of scope) → `build` → one `Report` value → screen, JSON, XLSX, CSV. The
screen, the command line and the files show the same value, so they cannot disagree.
Rejected: materialised monthly counters (drift from the entries they count); a reporting tool beside the product (no
access decision, no record).
"""
