"""The order of a day's visits. Pure Python: places and minutes in, an order and its legs out.

Words: Stop (one home to visit), TravelTime (how long from here to there), Leg (one stretch of the day), Route.
"""
