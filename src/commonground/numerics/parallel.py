"""The same work on any number of workers, with the same digits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Done = TypeVar("Done")


def one_thread() -> threadpool_limits:
    """Hold BLAS to one thread: how a sum is split, and so its last digit, must not depend on more.

    The matrices here are too narrow to gain from a second one.
    """
    return threadpool_limits(limits=1, user_api="blas")


def ordered(
    function: Callable[[Item], Done], items: Sequence[Item], *, workers: int
) -> Iterator[Done]:
    """Apply a function to items on several threads, and yield the results in order.

    Array work releases the interpreter, so threads share the arrays and still run side by side.
    No more than one result a worker waits to be taken.
    """
    with one_thread():
        if workers <= 1 or len(items) <= 1:
            yield from map(function, items)
            return
        with ThreadPoolExecutor(max_workers=workers) as pool:
            left = iter(items)
            running: deque[Future[Done]] = deque(
                pool.submit(function, item) for item in islice(left, workers + 1)
            )
            while running:
                done = running.popleft().result()
                running.extend(pool.submit(function, item) for item in islice(left, 1))
                yield done
