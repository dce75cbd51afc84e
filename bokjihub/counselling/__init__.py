"""상담: the record of every contact that advises, at the counter, by phone, at home, at the market.

Words: Counselling (초기상담 기록지, process §3.1), ToldBenefit (안내한 급여), Promise (약속), MarketDay
(이동상담일), Transcription (행복이음 옮겨적기). Stands on benefits, resources, visits, discovery, people.
"""
