"""The door outside: the day of a nurse or an officer on a tablet without network, and a neighbour's card on a phone.

Five words: **device** (기기: one browser a person has set up), **pack** (오늘 자료: today's homes, given out sealed for
72 hours), **write** (기기 기록: one thing written at a door, with a number of its own), **clash** (겹친 기록: two people
wrote the same field, a person decides), **attachment** (붙임: a photo or a signature, by its hash).

Data flow: pack → form on the tablet → write, sealed to the server's key and signed on the device → `actions.intake`
(one receipt a number) → `effects` (the rooms' own actions: visits, counselling) → Clash or held write → Today.
Stands on every domain; nobody stands on it. Decided in docs/adr/0015: what a copied device profile would allow.
"""
