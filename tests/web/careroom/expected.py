"""What is expected at the addresses of the care room."""

from tests.web.matrix import ACT, FORM, NOBODY, expected

EXPECTED = {
    "purpose": expected("member", FORM, query=f"?for=/clients/{NOBODY}/"),
    "front": expected("member"),
    "clients": expected("navigator case_manager harm_reduction_worker provider_manager"),
    "client-create": expected("navigator case_manager harm_reduction_worker", FORM),
    "client": expected("navigator case_manager harm_reduction_worker provider_manager"),
    "accounts": expected("administrator provider_manager"),
    "account": expected("administrator provider_manager"),
    "account-invite": expected("administrator", FORM),
    "account-grant": expected("administrator", FORM),
    "account-link": expected("administrator", FORM),
    "account-disable": expected("administrator", FORM),
    "account-enable": expected("administrator", FORM),
    "membership-approve": expected("administrator provider_manager", FORM),
    "membership-end": expected("administrator provider_manager", FORM),
    "retention": expected("provider_manager"),
    "retention-propose": expected("provider_manager", FORM, of="client"),
    "retention-proposal": expected("provider_manager"),
    "retention-confirm": expected("provider_manager", ACT),
    "retention-decline": expected("provider_manager", ACT),
    "retention-change": expected("provider_manager", FORM),
    "retention-confirm-change": expected("provider_manager", ACT),
    "purges": expected("provider_manager"),
    "purge": expected("provider_manager"),
    "purge-witness": expected("provider_manager", ACT),
    "legal-holds": expected("provider_manager"),
    "legal-hold-place": expected("provider_manager", FORM, of="client"),
    "legal-hold-confirm": expected("provider_manager", ACT),
    "legal-hold-release": expected("provider_manager", ACT),
}
