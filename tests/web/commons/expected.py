"""What is expected at the addresses of the Commons."""

from tests.web.matrix import FORM, NOBODY, expected

EXPECTED = {
    "purpose": expected("member", FORM, query=f"?for=/complaints/{NOBODY}/"),
    "front": expected("member"),
    "complaints": expected("privacy_officer"),
    "complaint-create": expected("anyone coordinator director community_liaison", FORM),
    "complaint": expected("privacy_officer"),
}
