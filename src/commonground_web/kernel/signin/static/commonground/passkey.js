// Begins allauth's passkey dialogue with the button of the page; allauth's own way is an inline script.
const button = document.querySelector("[data-passkey]");
const ids = { credential: button.dataset.credential, data: "passkey-options" };
ids[button.dataset.passkey === "addForm" ? "add" : "authenticate"] = button.id;
window.allauth.webauthn.forms[button.dataset.passkey]({ ids });
