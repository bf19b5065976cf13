"""What is expected at the addresses of the case room."""

from tests.web.matrix import ACT, FORM, NOBODY, expected

EXPECTED = {
    "purpose": expected("member", FORM, query=f"?for=/entries/{NOBODY}/"),
    "front": expected("member"),
    "entries": expected("officer supervisor analyst prosecutor"),
    "entry-create": expected("officer", FORM),
    "entry": expected("officer supervisor analyst prosecutor"),
    "entry-submit": expected("officer", ACT),
    "entry-accept": expected("supervisor", ACT),
}
