"""Tables of resources: links and the ledger."""

from bokjihub.resources.models.ledger import Account, Allocation, AllocationLine, Entry, HandOver, Lot, Movement
from bokjihub.resources.models.links import LinkDelivery, Need, Provider, Service, ServiceLink

__all__ = [
    "Account",
    "Allocation",
    "AllocationLine",
    "Entry",
    "HandOver",
    "LinkDelivery",
    "Lot",
    "Movement",
    "Need",
    "Provider",
    "Service",
    "ServiceLink",
]
