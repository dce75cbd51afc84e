"""자원: who gives what, who was sent where, what came in and went out.

Words: Provider and Service (who gives · what is given), ServiceLink (의뢰 + 회신 + 전달), Lot (one gift that came in),
Movement (one double-entry booking), Allocation (who gets from a lot, in which order and why).
Stands on discovery (the worry a link belongs to), people (consent) and partners (agencies); counselling stands above, so
a link remembers it by id.

Flow of a link: consent or legal basis → ticked items → link with an expiring address → reply → deliveries → counted.
Flow of a gift: lot received → stock → list of households with reasons → approved by a second person → handed over by a
third → every step one movement whose entries sum to zero in pieces and in won. Stock is a sum, never a column.
"""
