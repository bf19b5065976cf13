"""Portals on this machine: one table in three dialects, with faults on demand."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from commonground.ingest.portals import Download

KINDS = ("socrata", "arcgis", "ckan")
RESOURCE = "0a1b2c3d-0000-4000-8000-0123456789ab"
PATHS = {
    "socrata": "/resource/abcd-1234.json",
    "arcgis": "/arcgis/rest/services/Police/FeatureServer/0",
    "ckan": f"/api/3/action/datastore_search?resource_id={RESOURCE}",
}
TOKENS = {"socrata": "SOCRATA_APP_TOKEN", "arcgis": "ARCGIS_TOKEN", "ckan": "CKAN_API_KEY"}

SCRAMBLE, PRIME = 7919, 10007
"""Socrata's row identifiers say nothing of their order to those who do not know the secret."""


@dataclass
class Reply:
    """What a portal sends; cut in two where the connection does not last."""

    content: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


@dataclass
class Asked:
    """What a portal was asked."""

    path: str
    query: dict[str, str]
    headers: Mapping[str, str]

    @property
    def is_page(self) -> bool:
        return bool({"$order", "orderByFields"} & set(self.query)) or (
            self.query.get("limit", "0") != "0"
        )


Fault = Callable[["FakePortal", Callable[[], Reply]], Reply]


@dataclass
class FakePortal:
    """A table, and what went wrong with it.

    Faults stand under the number of the request for a page that they befall, from 1.
    """

    kind: str
    rows: list[dict[str, object]]
    faults: dict[int, Fault] = field(default_factory=dict)
    most_rows: int = 1000
    sends_fields: bool = True
    lock: str | None = None
    asked: list[Asked] = field(default_factory=list)
    host: str = ""

    @property
    def url(self) -> str:
        return f"http://{self.host}{PATHS[self.kind]}"

    @property
    def pages(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.is_page]

    @property
    def columns(self) -> list[str]:
        return [name for name in (self.rows or [incident(1)])[0] if name != "key"]

    def add(self, count: int) -> None:
        first = max((int(str(row["key"])) for row in self.rows), default=0) + 1
        self.rows += [incident(first + step) for step in range(count)]

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        fault = self.faults.get(len(self.pages)) if asked.is_page else None
        if fault is not None:
            return fault(self, lambda: DIALECTS[self.kind](self, asked))
        return DIALECTS[self.kind](self, asked)


def incident(key: int) -> dict[str, object]:
    """Make one row: every third has no offence."""
    offence = None if key % 3 == 0 else f"offence {key % 7}"
    return {"key": key, "number": key, "offence": offence}


def table(kind: str, *, rows: int = 250) -> FakePortal:
    return FakePortal(kind=kind, rows=[incident(key) for key in range(1, rows + 1)])


@contextmanager
def serving(portal: FakePortal) -> Iterator[FakePortal]:
    """Put a portal on the network of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            query = dict(parse_qsl(split.query))
            reply = portal.answer(Asked(split.path, query, dict(self.headers.items())))
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            half = len(reply.content) // 2
            self.wfile.write(reply.content[:half] if reply.is_cut else reply.content)
            self.close_connection = reply.is_cut

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        portal.host = f"127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield portal
        finally:
            server.shutdown()
            thread.join()


def answered(status: int, *, body: object = None, **headers: str) -> Fault:
    """Answer with a status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _, __: Reply(json.dumps(body).encode(), status=status, headers=named)


def web_page(title: str, *, status: int = 200) -> Fault:
    """Answer with a page for people."""
    content = f"<!DOCTYPE html><html><title>\n {title} </title></html>".encode()
    return lambda _, __: Reply(content, status=status, headers={"Content-Type": "text/html"})


def cut(_: FakePortal, answer: Callable[[], Reply]) -> Reply:
    """Send half of the answer and hang up."""
    reply = answer()
    reply.is_cut = True
    return reply


def truncated(_: FakePortal, answer: Callable[[], Reply]) -> Reply:
    """Send half of the answer as if it were the whole."""
    reply = answer()
    reply.content = reply.content[: len(reply.content) // 2]
    return reply


def short(rows: int) -> Fault:
    """Send fewer rows than were asked for."""

    def fault(portal: FakePortal, answer: Callable[[], Reply]) -> Reply:
        most, portal.most_rows = portal.most_rows, rows
        reply = answer()
        portal.most_rows = most
        return reply

    return fault


def changed(change: Callable[[FakePortal], object]) -> Fault:
    """Change the table before answering."""

    def fault(portal: FakePortal, answer: Callable[[], Reply]) -> Reply:
        change(portal)
        return answer()

    return fault


def with_column(portal: FakePortal, name: str = "shift") -> None:
    portal.rows = [{**row, name: "late"} for row in portal.rows]


def without_column(portal: FakePortal, name: str = "offence") -> None:
    portal.rows = [{key: row[key] for key in row if key != name} for row in portal.rows]


def read(download: Download) -> pa.Table:
    return pa.concat_tables([pq.read_table(file) for file in download.files])


def numbers(download: Download) -> list[int]:
    return [int(number) for number in read(download)["number"].to_pylist()]


def written(folder: Path) -> str:
    """Everything in a folder, as text."""
    return "".join(file.read_bytes().decode("latin-1") for file in folder.iterdir())


def row_id(key: int) -> str:
    return f"row-{key * SCRAMBLE % PRIME:05d}"


def _key_of(identifier: str) -> int:
    return int(identifier.removeprefix("row-")) * pow(SCRAMBLE, -1, PRIME) % PRIME


def _json(body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(json.dumps(body).encode(), status=status, headers=headers or {})


def _socrata(portal: FakePortal, asked: Asked) -> Reply:
    if portal.lock and asked.headers.get("X-App-Token") != portal.lock:
        return _json({"error": True, "message": "Invalid app_token"}, status=403)
    if asked.path == "/api/views/abcd-1234.json":
        return _json({"columns": [{"fieldName": name} for name in portal.columns]})
    if asked.path != PATHS["socrata"]:
        return _json({"error": True, "message": "Not found"}, status=404)
    if asked.query.get("$select") == "count(*)":
        return _json([{"count": str(len(portal.rows))}])

    rows = portal.rows if "$order" in asked.query else portal.rows[::-1]
    if "$where" in asked.query:
        after = re.fullmatch(r":id > '(row-\d+)'", asked.query["$where"])
        if after is None:
            return _json({"error": True, "message": "query.soql.no-such-column"}, status=400)
        rows = [row for row in rows if int(str(row["key"])) > _key_of(after[1])]
    limit = min(int(asked.query.get("$limit", "1000")), portal.most_rows)
    sent = [
        {":id": row_id(int(str(row["key"])))}
        | {name: str(row[name]) for name in portal.columns if row[name] is not None}
        for row in rows[:limit]
    ]
    fields = {"X-SODA2-Fields": json.dumps([":id", *portal.columns])} if portal.sends_fields else {}
    return _json(sent, headers=fields)


def _arcgis(portal: FakePortal, asked: Asked) -> Reply:
    if asked.query.get("f") != "json":
        return web_page("ArcGIS REST Services Directory")(portal, lambda: _json({}))
    if portal.lock and asked.query.get("token") != portal.lock:
        return _json({"error": {"code": 499, "message": "Token Required", "details": []}})
    fields = [{"name": "OBJECTID", "type": "esriFieldTypeOID"}] + [
        {"name": name, "type": "esriFieldTypeDate" if name == "at" else "esriFieldTypeString"}
        for name in portal.columns
    ]
    if asked.path == PATHS["arcgis"]:
        return _json(
            {
                "objectIdField": "OBJECTID",
                "maxRecordCount": portal.most_rows,
                "geometryType": "esriGeometryPoint",
                "fields": [*fields, {"name": "Shape", "type": "esriFieldTypeGeometry"}],
            }
        )

    after = re.fullmatch(r"1=1|OBJECTID>(\d+)", asked.query.get("where", ""))
    if after is None:
        return _json({"error": {"code": 400, "message": "Cannot perform query.", "details": []}})
    rows = [row for row in portal.rows if int(str(row["key"])) > int(after[1] or -1)]
    if asked.query.get("returnCountOnly") == "true":
        return _json({"count": len(rows)})
    if "orderByFields" not in asked.query:
        rows = rows[::-1]
    limit = min(int(asked.query.get("resultRecordCount", "1000")), portal.most_rows)
    features = [
        {
            "attributes": {"OBJECTID": row["key"]} | {name: row[name] for name in portal.columns},
            "geometry": {"x": -122.25, "y": 37.5},
        }
        for row in rows[:limit]
    ]
    if asked.query.get("returnGeometry") != "true" or asked.query.get("outSR") != "4326":
        features = [{"attributes": feature["attributes"]} for feature in features]
    body: dict[str, object] = {"objectIdFieldName": "OBJECTID", "features": features}
    if features:
        body["fields"] = fields
    if len(rows) > limit:
        body["exceededTransferLimit"] = True
    return _json(body)


def _ckan(portal: FakePortal, asked: Asked) -> Reply:
    if portal.lock and asked.headers.get("Authorization") != portal.lock:
        error = {"__type": "Authorization Error", "message": "Access denied"}
        return _json({"success": False, "error": error}, status=403)
    if asked.query.get("resource_id") != RESOURCE:
        return _json({"success": False, "error": {"message": "Not found"}}, status=404)

    rows = portal.rows if asked.query.get("sort") == "_id" else portal.rows[::-1]
    offset, limit = int(asked.query.get("offset", "0")), int(asked.query.get("limit", "100"))
    sent = rows[offset : offset + min(limit, portal.most_rows)]
    result = {
        "fields": [{"id": "_id", "type": "int"}, *({"id": name} for name in portal.columns)],
        "records": [
            {"_id": row["key"]} | {name: row[name] for name in portal.columns} for row in sent
        ],
        "total": len(portal.rows),
        "limit": limit,
    }
    return _json({"success": True, "result": result})


DIALECTS: dict[str, Callable[[FakePortal, Asked], Reply]] = {
    "socrata": _socrata,
    "arcgis": _arcgis,
    "ckan": _ckan,
}
