// What is kept on the phone, and how it is sent. Used by pages and by the service worker alike: no module, one name.
// Items and snapshots carry the record they belong to; nobody else's are read, shown or sent.
"use strict";

self.diary = (() => {
  const NAME = "diary";
  const WAITING = "waiting";
  const REFUSED = "refused";
  const DONE = "done";
  // What the server is asked to take; the rest is told to the patient.
  const SETTLED = { taken: DONE, kept_older: DONE, not_this_day: REFUSED, not_understood: REFUSED };
  const DONE_SHOWN_MS = 7 * 86400000;
  // A store that does not answer is a broken one; a server that does not is none. Nothing waits for either for good [P].
  const STORE_MS = 5000;
  const SERVER_MS = 30000;

  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const within = (promise, milliseconds) =>
    Promise.race([promise, new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), milliseconds); })]);

  async function open() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("items", { keyPath: "id" });
      request.result.createObjectStore("kept");
    };
    return within(answer(request), STORE_MS);
  }

  // `done` resolves when it is on the disk: an answer that is only in memory is not kept.
  async function change(store, work) {
    const database = await open();
    try {
      const transaction = database.transaction(store, "readwrite", { durability: "strict" });
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("not kept"));
      });
      work(transaction.objectStore(store));
      await within(done, STORE_MS);
    } finally {
      database.close();
    }
  }

  async function read(store, work) {
    const database = await open();
    try {
      return await within(answer(work(database.transaction(store).objectStore(store))), STORE_MS);
    } finally {
      database.close();
    }
  }

  const get = (key) => read("kept", (store) => store.get(key));
  const set = (key, value) => change("kept", (store) => store.put(value, key));

  // A broken store reads as an empty one; writing to it says so.
  const orElse = (promise, value) => promise.catch(() => value);

  const own = async (record) => (record ? ((await orElse(get(`own:${record}`), null)) ?? null) : null);
  const snapshot = (record) => orElse(get(`snapshot:${record}`), null);
  const put = (item) => change("items", (store) => store.put(item));
  const remove = (id) => change("items", (store) => store.delete(id));

  async function items(record) {
    const mine = (await all()).filter((item) => item.record === record);
    return mine.sort((one, other) => String(one.answered_at).localeCompare(String(other.answered_at)));
  }

  const all = () => orElse(read("items", (store) => store.getAll()), []);

  // Whether it answers at all: what reads as empty may be late.
  const isReadable = () => read("items", (store) => store.count()).then(() => true, () => false);

  // On a phone where nobody is signed in, and nobody known to have been: that something waits, of whomever.
  const waitingOfAnybody = async () => (await all()).filter((item) => item.state === WAITING);

  const waiting = async (record) => (await items(record)).filter((item) => item.state === WAITING);

  // Everything about a record; with `keepItems` what was not sent yet stays for its owner.
  async function clear(record, { keepItems = false } = {}) {
    const mine = await items(record);
    const gone = mine.filter((item) => !keepItems || item.state !== WAITING);
    await change("items", (store) => gone.forEach((item) => store.delete(item.id)));
    await change("kept", (store) => {
      store.delete(`snapshot:${record}`);
      store.delete(`own:${record}`);
      store.delete(`rang:${record}`);
      store.delete(`to:${record}`);
      store.delete("current");
    });
  }

  // In one transaction with the choice: what comes while somebody signs out is not kept after all.
  // `askedAt` is when it was asked for: a sign that was sent since is not in it.
  const keepSnapshot = (record, made, askedAt) =>
    change("kept", (store) => {
      const asked = store.get(`own:${record}`);
      asked.onsuccess = () => { if (asked.result === "yes") store.put(made, `snapshot:${record}`); };
      const rang = store.get(`rang:${record}`);
      rang.onsuccess = () => { if (rang.result?.at <= askedAt) store.delete(`rang:${record}`); };
    });

  // The signs that were sent since the snapshot was made, as one item each; without them an old one reassures.
  const rang = async (record) => (await orElse(get(`rang:${record}`), null))?.items ?? [];

  const noteThatItRang = ({ record, day, answers: { signs = [], strength = "" } }) =>
    change("kept", (store) => {
      const before = store.get(`rang:${record}`);
      const item = { record, day, answers: { signs, strength } };
      before.onsuccess = () => store.put({ at: Date.now(), items: [...(before.result?.items ?? []), item] }, `rang:${record}`);
    });

  // Whoever signs in on this phone: of anybody else only what waits to be sent stays.
  async function arrive(record) {
    if ((await orElse(get("current"), null)) === record) return;
    const keys = await read("kept", (store) => store.getAllKeys());
    const others = keys.filter((key) => /^(snapshot|own|rang):/.test(key) && key.split(":")[1] !== record);
    await change("kept", (store) => {
      others.forEach((key) => store.delete(key));
      store.put(record, "current");
    });
  }

  // In a page that is not secure there is no randomUUID.
  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const ABOUT = new Set(["csrfmiddlewaretoken", "phone_id", "phone_record"]);

  // The posted form of a day as an item of the queue.
  function itemOf(form, { record, id, day, language }) {
    const answers = {};
    for (const name of new Set(form.keys())) {
      if (!ABOUT.has(name)) answers[name] = name === "signs" ? form.getAll(name) : String(form.get(name));
    }
    const answered_at = new Date().toISOString();
    return { id: id || newId(), record, day, answers, answered_at, language, state: WAITING };
  }

  // Any sign, or strength that falls: the urgent page is due, whatever else is wrong.
  const isFlagged = ({ answers }) => (answers.signs ?? []).length > 0 || answers.strength === "worse";

  async function who() {
    const response = await fetch("/app/queue/", { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(SERVER_MS) });
    if (response.status === 401 || response.status === 403) return { state: "signed_out" };
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  }

  async function sendOne(item, csrf) {
    const { id, record, day, answers, answered_at, language } = item;
    const response = await fetch("/app/queue/", {
      method: "POST",
      credentials: "same-origin",
      signal: AbortSignal.timeout(SERVER_MS),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ id, record, day, answers, answered_at, language }),
    });
    if (response.status === 401) return { status: "signed_out" };
    if (response.status === 409) return { status: "other_record" };
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  }

  // After the server took it, the answers need not stay here; what could not be taken stays to be read.
  async function settle(item, result) {
    if (result.alert && isFlagged(item)) await orElse(noteThatItRang(item), null);
    if (result.status === "id_in_use") {
      await put({ ...item, id: newId() });
      return remove(item.id);
    }
    const state = SETTLED[result.status];
    if (state === DONE) return put({ ...item, answers: {}, state, result, settled_at: Date.now() });
    if (state === REFUSED) return put({ ...item, state, result });
    return undefined;
  }

  async function sendAll() {
    const me = await who();
    if (me.state) return { state: me.state, to: "" };
    const mine = await waiting(me.record);
    let to = "";
    let failed = 0;
    // A red flag goes first. One item that the server cannot take keeps no other waiting.
    for (const item of mine.sort((one, other) => isFlagged(other) - isFlagged(one))) {
      const result = await sendOne(item, me.csrf).catch(() => null);
      if (result?.status === "signed_out") return { state: "signed_out", to };
      to = result?.to || to;
      if (result) await orElse(settle(item, result), null);
      else failed += 1;
    }
    await orElse(tidy(me.record), null);
    // For whichever page comes next, when it is not a page that sent it.
    if (to) await orElse(set(`to:${me.record}`, to), null);
    return { state: failed ? "offline" : "sent", record: me.record, number: mine.length - failed, to };
  }

  // Whether the site says so; without an answer soon it is not known.
  const isSignedOut = () => within(who(), STORE_MS).then((me) => me.state === "signed_out", () => false);

  // What could not be kept goes by itself, to the record it belongs to alone; nothing where it could not go now.
  async function sendUnkept(item) {
    const me = await who();
    if (me.state) return { status: me.state };
    if (!item.record || me.record !== item.record) return null;
    const result = await sendOne(item, me.csrf);
    return SETTLED[result.status] ? result : null;
  }

  // What was taken without anything to tell goes; a day of two devices is told for a week.
  async function tidy(record) {
    for (const item of await items(record)) {
      if (item.state !== DONE) continue;
      const tells = ["corrected", "kept_older"].includes(item.result.change);
      if (!tells || Date.now() - item.settled_at > DONE_SHOWN_MS) await remove(item.id);
    }
  }

  // One at a time, over every tab and the worker. What fails is tried again by who asked.
  async function send() {
    const once = async () => {
      try {
        return await sendAll();
      } catch {
        return { state: "offline", to: "" };
      }
    };
    return navigator.locks ? navigator.locks.request("diary-send", once) : once();
  }

  return {
    WAITING, REFUSED, DONE,
    get, set, own, snapshot, keepSnapshot, rang, put, remove, items, waiting, waitingOfAnybody, isReadable, clear, arrive, newId, itemOf, isFlagged, send, sendUnkept, isSignedOut,
  };
})();
