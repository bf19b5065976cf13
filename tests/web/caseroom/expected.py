"""What is expected at the addresses of the case room."""

from tests.web.matrix import ACT, FORM, NOBODY, expected

EXPECTED = {
    "purpose": expected("member", FORM, query=f"?for=/entries/{NOBODY}/"),
    "front": expected("member"),
    "entries": expected("officer supervisor analyst prosecutor charging_supervisor"),
    "entry-create": expected("officer", FORM),
    "entry": expected("officer supervisor analyst prosecutor charging_supervisor"),
    "entry-submit": expected("officer", ACT),
    "entry-accept": expected("supervisor", ACT),
    "accounts": expected("administrator charging_supervisor"),
    "account": expected("administrator charging_supervisor"),
    "account-invite": expected("administrator", FORM),
    "account-grant": expected("administrator", FORM),
    "account-link": expected("administrator", FORM),
    "account-disable": expected("administrator", FORM),
    "account-enable": expected("administrator", FORM),
    "membership-approve": expected("administrator charging_supervisor", FORM),
    "membership-end": expected("administrator charging_supervisor", FORM),
}
