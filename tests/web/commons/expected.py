"""What is expected at the addresses of the Commons."""

from tests.web.matrix import ACT, FORM, NOBODY, expected

ALL = "coordinator director community_liaison privacy_officer partner evaluator"

EXPECTED = {
    "purpose": expected("member", FORM, query=f"?for=/complaints/{NOBODY}/"),
    "front": expected("member"),
    "agencies": expected(ALL),
    "agency": expected(ALL),
    "agency-create": expected("director", FORM),
    "agency-rename": expected("director", FORM),
    "agreement-create": expected("director", FORM, of="agency"),
    "agreement-confirm": expected("director", ACT),
    "agreement-end": expected("director", FORM),
    "sites": expected(ALL),
    "site": expected(ALL),
    "site-create": expected("coordinator", FORM),
    "site-move": expected("coordinator", FORM),
    "boundary-draw": expected("coordinator", FORM, of="site"),
    "boundary-take": expected("coordinator", FORM, of="site"),
    "boundary-approve": expected("coordinator director", ACT),
    "complaints": expected("privacy_officer"),
    "complaint-create": expected(
        "anyone coordinator director community_liaison partner evaluator", FORM
    ),
    "complaint": expected("privacy_officer"),
    "accounts": expected("administrator director"),
    "account": expected("administrator director"),
    "account-invite": expected("administrator", FORM),
    "account-grant": expected("administrator", FORM),
    "account-link": expected("administrator", FORM),
    "account-disable": expected("administrator", FORM),
    "account-enable": expected("administrator", FORM),
    "membership-approve": expected("administrator director", FORM),
    "membership-end": expected("administrator director", FORM),
    "retention": expected("director privacy_officer"),
    "retention-propose": expected("director privacy_officer", FORM, of="complaint"),
    "retention-proposal": expected("director privacy_officer"),
    "retention-confirm": expected("director", ACT),
    "retention-decline": expected("director", ACT),
    "retention-change": expected("director", FORM),
    "retention-confirm-change": expected("director", ACT),
    "purges": expected("director privacy_officer"),
    "purge": expected("director privacy_officer"),
    "purge-witness": expected("director", ACT),
    "legal-holds": expected("director privacy_officer"),
    "legal-hold-place": expected("director", FORM, of="complaint"),
    "legal-hold-confirm": expected("director", ACT),
    "legal-hold-release": expected("director", ACT),
}
