"""Tables of resources: links, gifts, the ledger, visiting services."""

from bokjihub.resources.models.food import FoodMember, FoodRule, FoodUse
from bokjihub.resources.models.gifts import ChestApplication, DonorNotice, Offer
from bokjihub.resources.models.ledger import Account, Allocation, AllocationLine, Entry, HandOver, Lot, Mark, Movement
from bokjihub.resources.models.links import LinkDelivery, Need, Provider, Service, ServiceLink
from bokjihub.resources.models.visiting import VisitingSlot

__all__ = [
    "Account",
    "Allocation",
    "AllocationLine",
    "ChestApplication",
    "DonorNotice",
    "Entry",
    "FoodMember",
    "FoodRule",
    "FoodUse",
    "HandOver",
    "LinkDelivery",
    "Lot",
    "Mark",
    "Movement",
    "Need",
    "Offer",
    "Provider",
    "Service",
    "ServiceLink",
    "VisitingSlot",
]
