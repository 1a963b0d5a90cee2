// Passkeys: what the browser and the site say to each other about them. Without a script there are codes.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

// The credential as the site reads it: every buffer as base64url.
function told(credential) {
  const { response } = credential;
  const buffers = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(buffers.filter((name) => response[name]).map((name) => [name, text(response[name])])),
  });
}

function add({ creation_options: { publicKey } }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
}

function get({ request_options: { publicKey } }) {
  return navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) },
  });
}

const onThePage = () => JSON.parse(document.getElementById("passkey-options").textContent);

async function fetched(form) {
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error("no options");
  return response.json();
}

const WAYS = {
  add: async () => add(onThePage()),
  get: async () => get(onThePage()),
  "sign-in": async (form) => get(await fetched(form)),
};

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      form.elements.credential.value = told(await WAYS[form.dataset.passkey](form));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
