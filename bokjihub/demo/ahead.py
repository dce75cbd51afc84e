"""What needs no database, done in a process of its own while this one makes tables and waits for the server.

Data flow: places with their keys → (other process) imagined homes, then the law of the day as machine code on the shelf →
this process writes the homes and screens with the code. Rejected: a thread (imagining is Python, and two threads of it take
turns); several writers (the town is one transaction, so that who looks on sees the old town or the new one).
"""

import datetime as dt
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import django

from bokjihub.demo.residents import Imagined, Place, imagine
from bokjihub.engines.benefits.api import make_ready_for_many


@dataclass(frozen=True)
class Ahead:
    """What is being done aside; `result()` waits for it."""

    homes: Future[Imagined]
    rules: Future[None]


@contextmanager
def begun(places: Sequence[Place], random: Random, today: dt.date) -> Iterator[Ahead]:
    """Homes of the places and the law of the day, begun now. The process ends with the block."""
    aside = multiprocessing.get_context("spawn")  # a fork would share this one's connection to the server
    with ProcessPoolExecutor(1, aside, initializer=django.setup) as process:
        yield Ahead(process.submit(imagine, places, random, today), process.submit(make_ready_for_many, today))
