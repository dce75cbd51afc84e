"""가구와 사람: households, persons, addresses, phones, consent, safety notes; search and identity.

Words: Household (people who share a home), Person, Consent, SafetyNote, PinnedLine. A household is reached from work or
by search, never from a list. Two addresses are kept, because people are lost between them (process §8).
Stands on the ground (areas, accounts, audit, clocks).
"""
