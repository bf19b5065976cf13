"""The same work on any number of workers."""

import threading

import pytest

from commonground.numerics.parallel import ordered


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_keeps_the_order_for_any_number_of_workers(workers: int) -> None:
    done = list(ordered(lambda number: number**2, range(20), workers=workers))

    assert done == [number**2 for number in range(20)]


def test_keeps_no_more_waiting_than_one_a_worker() -> None:
    started: list[int] = []
    results = ordered(started.append, range(100), workers=2)

    next(results)
    threading.Event().wait(0.05)

    assert len(started) <= 4
    list(results)


def test_passes_an_error_on() -> None:
    def fails(number: int) -> int:
        raise ZeroDivisionError(number)

    with pytest.raises(ZeroDivisionError):
        list(ordered(fails, range(5), workers=2))
