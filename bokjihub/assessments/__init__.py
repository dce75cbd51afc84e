"""측정·검사: forms and instruments as versions of an Excel file, what was answered, what must be acted on today.

Words: Form (서식), FormVersion (서식 판, never changed once published), Assessment (측정·검사 기록, sealed), Flag (살필 것:
a limit passed or a dangerous answer), Referral (연계), Limit (기준값, dated, approved by a nurse).
Flow: a town's workbook → xlsform.compile (faults by sheet, row and column) → FormVersion: the workbook, the XForm a browser runs
and the definition the server judges by → the fill page → xlsform.judge re-checks every answer and computes scores, bands and
flags itself → Assessment (answers sealed, band readable) → Flag → an urgent worry and a clock for the nurse.
Stands on visits, discovery and people. Rejected: trusting the browser's score; a form builder of our own beside Excel; storing
item texts of instruments whose authors were not asked (their points are entered by number or as a total).
"""
