"""The synthetic towns: 남원시 today, and the stories behind the source texts.

Sizes and one-person shares per office are open statistics (`namwon.yaml`); every person, address, phone and event is
invented by a seeded generator, and every screen made from them says 합성 자료.

Flow: areas laid out with their keys → homes imagined and the law translated in a process of their own, beside the making of
tables → ground (areas, teams, staff, by the same models as real work) → residents (COPY, because 110,000 rows through actions
would take minutes) → two years of finished work written in bulk → this month's open work through the real
actions, so that Today, clocks and the record are what the product makes of them. One transaction: who looks on sees the
old town or the new one.

Rejected: factories only (two years through actions take hours); a shipped dump (cannot be read, ages, 60 MB).
"""
