"""Found places as plain values, for JSON."""

from __future__ import annotations

from dataclasses import asdict

from commonground.find.design.design import Design
from commonground.find.found import Found
from commonground.report.market_report.answer import answer_sentences
from commonground.report.market_report.content import Content, content_of
from commonground.report.market_report.designs.words import detectable_sentence
from commonground.report.market_report.geography import markets_geojson
from commonground.report.market_report.ranked import ranking_sentences
from commonground.report.market_report.tables import market_tables
from commonground.report.pieces.plain import Plain, plain, plain_rows


def markets_to_json(found: Found, *, city: str, crs: str) -> dict[str, Plain]:
    """Return what was found as plain values, with what may not be shown left out.

    Parameters
    ----------
    found
        What was found.
    city
        Name of the city.
    crs
        Coordinate system of its metres, as in ``EPSG:26910``.

    Returns
    -------
    dict
        ``city``, ``answer`` (in words), ``covers`` (first and last day), ``window``, ``unit``
        (what the city was divided into), ``numbers`` (of the city), ``definition``, ``drawing``,
        ``seed``, ``caveats``, ``places`` (features with their boundaries), ``designs`` (in words;
        their shapes stand in files of their own), ``design`` (how they are drawn), ``reviews`` (as
        they were given), ``ranking`` (the weights that were stated and the order in words; ``None``
        without weights) and ``tables`` (rows as objects, by name). Days are ISO text; what is
        unknown or withheld is ``None``.
    """
    content = content_of(found, city=city, crs=crs)
    return {
        "city": city,
        "crs": crs,
        "answer": answer_sentences(content),
        "covers": [found.records.first.isoformat(), found.records.last.isoformat()],
        "window": content.window,
        "unit": found.unit,
        "numbers": plain(dict(found.numbers)),
        "smaller": found.smaller,
        "definition": plain(asdict(found.definition)),
        "drawing": plain(asdict(found.drawing)),
        "seed": found.seed,
        "caveats": list(found.caveats),
        "design": plain(asdict(found.design)),
        "designs": [_design(one) for one in found.designs],
        "places": plain(markets_geojson(content)["features"]),
        "reviews": [{**asdict(one), "on": one.on.isoformat()} for one in found.reviews],
        "ranking": _ranking(content),
        "tables": _tables(content),
    }


def _ranking(content: Content) -> Plain:
    ranking = content.found.ranking
    if ranking is None:
        return None
    return {
        "weights": plain(dict(ranking.weights.of)),
        "top": ranking.top,
        "absent": list(ranking.absent),
        "answer": ranking_sentences(content, ranking),
    }


def _design(design: Design) -> dict[str, Plain]:
    return {
        "place": design.place,
        "fingerprint": design.fingerprint,
        "detectable": detectable_sentence(design),
        "controls": [one.id for one in design.controls],
        "alternatives": [one.id for one in design.alternatives],
        "gap_m": None if design.gap_m is None else round(design.gap_m, 1),
        "not_at_the_same_time": list(design.not_with),
        "notes": list(design.notes),
    }


def _tables(content: Content) -> dict[str, Plain]:
    return {name: plain_rows(table) for name, table in market_tables(content).items()}
