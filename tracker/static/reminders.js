// Notifications of this browser as a reminder: offered only where there is a service worker and push.
"use strict";

const section = document.querySelector("[data-push]");
const part = (name) => section.querySelector(`[data-push-${name}]`);

// A key as the browser wants it: bytes of base64 with "-" and "_".
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const hand_over = async (subscription) => {
  const told = new FormData();
  told.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  told.set("endpoint", subscription.endpoint);
  told.set("public_key", text(subscription.getKey("p256dh")));
  told.set("secret", text(subscription.getKey("auth")));
  const answer = await fetch(section.dataset.allow, { method: "POST", body: told });
  if (!answer.ok) throw new Error(answer.status);
};

const allow = async (registration) => {
  try {
    const key = bytes(section.dataset.push);
    await hand_over(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    location.reload();
  } catch {
    part("refused").hidden = false;
  }
};

const begin = async () => {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration || !registration.pushManager) return;
  part("cannot").hidden = true;
  part("allow").hidden = false;
  part("allow").addEventListener("click", () => allow(registration));
};

if (section) begin();
