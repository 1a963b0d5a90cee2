// The service worker. It keeps files that are the same for everybody, and never a page about a patient. Where a page
// cannot be had it hands out the shell, which draws what the phone itself keeps.
"use strict";

const CACHE = `diary-${self.APP.version}`;
const LOOSE = { ignoreVary: true, ignoreSearch: true };
const PATIENCE_MS = 10000; // [P]
const DAY = /^\/day\/(\d{4}-\d{2}-\d{2})\/$/;
// Pages of who works at a clinic, and of machines, are not ours.
const OUTSIDE = ["/clinic/", "/fhir/", "/health/", "/live/", "/ready/", "/metrics/", "/.well-known/", "/app/", "/static/"];
const GATEWAY_DOWN = [502, 503, 504];

const isOutside = (path) => OUTSIDE.some((start) => path.startsWith(start));

// Of whom somebody helps nothing is kept, and nothing of their own belongs there: the rule whom to phone, and 112.
const HELPING = ["/for/", "/diaries/", "/proxy/"];

const isHelping = (path) => HELPING.some((start) => path.startsWith(start));

async function fill() {
  const { files, shells, fresh } = self.APP;
  const cache = await caches.open(CACHE);
  const every = [...files, ...Object.values(shells), ...fresh, "/app.webmanifest"];
  await cache.addAll(every.map((url) => new Request(url, { cache: "reload" })));
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("diary-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("sync", (event) => event.waitUntil(retry(event)));

// Background Sync tries again by itself when this fails.
async function retry(event) {
  const { state } = await self.diary.send();
  if (state === "offline" && !event.lastChance) throw new Error("not sent yet");
}

const kept = async (url) => (await caches.open(CACHE)).match(url, LOOSE);

// The shell in the language last chosen. `handed` is for this answer alone: answers that could not be kept or sent.
async function shell(handed = {}) {
  const language = (await self.diary.get("language").catch(() => null)) ?? self.APP.language;
  const page = await kept(self.APP.shells[language] ?? self.APP.shells[self.APP.language]);
  if (!page) return Response.error();
  const text = JSON.stringify(handed).replaceAll("<", "\\u003c");
  // A function, since in a text "$&" and the like would stand for something else.
  const html = (await page.text()).replace("</main>", () => `<script type="application/json" id="handed">${text}</script></main>`);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  const policy = page.headers.get("Content-Security-Policy");
  return new Response(html, { headers: policy ? { ...headers, "Content-Security-Policy": policy } : headers });
}

const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_MS));

async function visit(request, { pathname }) {
  const handed = { helping: isHelping(pathname) };
  try {
    const response = await Promise.race([fetch(request), late()]);
    return GATEWAY_DOWN.includes(response.status) ? await shell(handed) : response;
  } catch {
    return shell(handed);
  }
}

// Any other form: the phone keeps nothing of it, but the page that answers holds it, to be sent again. A sign in it is
// answered with the number.
async function sendOther(request, url) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const form = await copy.formData().catch(() => new FormData());
    const only = (name) => form.getAll(name).filter((value) => typeof value === "string");
    const told = { signs: only("signs"), marks: only("marks") };
    return shell({ not_sent: true, helping: isHelping(url.pathname), again: again(form, url), ...told });
  }
}

// What can be sent once more: no password, and no file, of which a page cannot hold what is in it.
function again(form, url) {
  const fields = [...form];
  const isWhole = fields.every(([, value]) => typeof value === "string" || !value.size);
  if (!fields.length || !isWhole || url.pathname.startsWith("/account/")) return null;
  return { action: url.pathname + url.search, fields: fields.filter(([, value]) => typeof value === "string") };
}

// Kept before it is sent: a phone that dies on the way keeps it, and the server takes it once by its id. An answer that
// leads elsewhere may lead to signing in, which cannot be seen from here: the next page asks the server and clears up.
// Where nothing is kept it is asked at once, and the answers stay on the screen.
async function sendDay(request, day) {
  const form = await request.clone().formData().catch(() => new FormData());
  const record = form.get("phone_record");
  const item = self.diary.itemOf(form, { record, id: form.get("phone_id"), day, language: await self.diary.get("language").catch(() => null) });
  const isOwn = (await self.diary.own(record)) === "yes";
  const isKept = isOwn && (await self.diary.put(item).then(() => true, () => false));
  const response = await Promise.race([fetch(request), late()]).catch(() => null);
  if (response && response.status < 500) {
    if (isKept && response.status === 200) await self.diary.remove(item.id).catch(() => null);
    const why = isKept ? "" : await whyRefused(response);
    return why ? shell({ unkept: item, broken: isOwn, why }) : response;
  }
  if (!isKept) return shell({ unkept: item, broken: isOwn });
  await self.registration.sync?.register("send").catch(() => null);
  return shell({ kept: item.id });
}

// Why nothing was saved although the site answered: who sent it was signed out, or is signed in anew in another tab.
async function whyRefused({ type, status }) {
  if (status === 403) return "old";
  return type === "opaqueredirect" && (await self.diary.isSignedOut()) ? "sign-in-first" : "";
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") answerPage(event, request, url);
  else if (request.method === "GET" && self.APP.files.includes(url.pathname)) event.respondWith(file(request));
  else if (request.method === "GET" && self.APP.fresh.includes(url.pathname)) event.respondWith(newest(request));
});

function answerPage(event, request, url) {
  if (isOutside(url.pathname)) return;
  const day = DAY.exec(url.pathname);
  if (request.method === "GET") event.respondWith(visit(request, url));
  else if (day) event.respondWith(sendDay(request, day[1]));
  else event.respondWith(sendOther(request, url));
}

const file = async (request) => (await kept(request)) ?? fetch(request);

// The newest there is; a phone without a connection goes by the last. It is asked for by the worker itself: what a page
// asks for breaks off when that page is left, and an answer that broke off was seen to be kept as an empty one. Only what
// came whole is kept, and only where it differs.
async function newest({ url }) {
  const last = await kept(url);
  try {
    const response = await fetch(url);
    const text = await response.clone().text();
    if (!response.ok || !text) return last ?? response;
    if (text !== (await last?.clone().text())) await keep(url, text, response.headers);
    return response;
  } catch {
    return last ?? Response.error();
  }
}

async function keep(url, text, headers) {
  const whole = new Response(text, { headers: { "Content-Type": headers.get("Content-Type") ?? "text/plain" } });
  await (await caches.open(CACHE)).put(url, whole);
}
