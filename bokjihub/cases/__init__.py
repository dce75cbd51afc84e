"""통합사례관리 (integrated case management, 사회보장급여법 제42조의2).

Words: Case (one household's case and its stage), StageEvent (one move, never changed), Survey (needs and crisis by domain),
Conference with Decision and Duty, Plan with Check, Closing, Aftercare. `stages` holds the table of moves (process §11.3),
`queries.grades` the rule from scores to a grade, `proofs` what each reason for closing asks for.
Integrated care (돌봄통합) is a case of one person (`Case.is_care`): applied for, surveyed and judged (`actions.care`) instead of asked
for, surveyed and selected; plan, meeting, checks, closing and links are the same rows. It may stand beside a case of its home.
The limits of 10, 5, 15 and 30 days are clocks: they are shown, never block. Stands on everything below the reports.
"""
