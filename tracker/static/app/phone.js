// On every page with a connection, for a patient: the queue goes out, the snapshot comes in, and what waits is said.
// Every page works without this.
"use strict";

(() => {
  const diary = self.diary;
  const record = document.body.dataset.record ?? "";
  const isShell = "shell" in document.body.dataset;
  const language = document.documentElement.lang;
  if (!("serviceWorker" in navigator) || !self.indexedDB) return;

  const SLOWEST_MS = 300000;
  const FIRST_MS = 5000;
  let wait = FIRST_MS;
  let timer = 0;
  let hadSome = false;

  // The words are asked for when there is something to say; the phone keeps them.
  let words = null;
  async function copy(name) {
    words ??= fetch(`/app/words.${language}.html`)
      .then((response) => (response.ok ? response.text() : Promise.reject(new Error(`${response.status}`))))
      .then((text) => new DOMParser().parseFromString(text, "text/html"));
    words.catch(() => { words = null; });
    return document.importNode((await words).querySelector(`[data-words="${name}"]`), true);
  }

  const place = () => document.getElementById("main");
  let isTouched = false;
  document.addEventListener("input", (event) => { isTouched ||= Boolean(event.target.closest("main form")); });

  // A flag that waits is never without a number: the one that is right now, else the page that has them.
  async function banner(mine) {
    const flagged = mine.filter(diary.isFlagged);
    document.querySelector("[data-words=banner]")?.remove();
    if (!flagged.length || document.querySelector(".urgent-head")) return;
    const made = await copy("banner");
    document.querySelector("[data-words=banner]")?.remove();
    place().before(made);
    const first = await rightNow(flagged).catch(() => null);
    if (first) Object.assign(made.querySelector("a.banner-phone"), { href: first.href, textContent: first.shown ?? first.number });
  }

  async function rightNow(flagged) {
    const { adviceFor } = await import("./router.js");
    const { findOwn, needsAmbulance } = await import("./rules.js");
    const { callAbout } = await import("./urgent.js");
    const tables = await tablesOfSite();
    const { own } = await diary.snapshot(flagged[0].record);
    // With what is open already: signs of different days count together.
    const { urgency, signs } = callAbout(tables, own, flagged.flatMap(({ answers, day }) => findOwn(tables, own, { ...answers, date: day })));
    return adviceFor(tables, own, { now: new Date(), urgency, ambulance: needsAmbulance(tables, signs) }).first;
  }

  async function line(name, number) {
    document.querySelectorAll("main > [data-words]").forEach((old) => old.remove());
    if (!name) return;
    const made = await copy(name);
    made.querySelectorAll("[data-number]").forEach((spot) => { spot.textContent = number; });
    document.querySelectorAll(`main > [data-words="${name}"]`).forEach((old) => old.remove());
    place().prepend(made);
  }

  // What waits: of who is signed in, or, on a page without anybody, of who was last. After signing out nobody was.
  async function waiting() {
    const whose = record || (await diary.get("current").catch(() => null));
    return whose ? diary.waiting(whose) : diary.waitingOfAnybody();
  }

  async function show() {
    const mine = await waiting();
    await banner(mine);
    if (isShell) return;
    const two = record ? (await diary.items(record)).filter((item) => item.state === diary.DONE) : [];
    const refused = record ? (await diary.items(record)).filter((item) => item.state === diary.REFUSED) : [];
    await line(mine.length ? (record ? "waiting" : "sign-in") : "", mine.length);
    await Promise.all([...two.map(tellOfTwo), ...refused.map(tellOfRefused)]);
  }

  async function tellOfTwo(item) {
    const made = await copy("two-devices");
    made.id = `said-${item.id}`;
    made.querySelector("a").href = `/day/${item.day}/versions/`;
    made.querySelector("[data-day]").textContent = await dateOf(item);
    made.querySelector("button").addEventListener("click", () => diary.remove(item.id).then(() => made.remove()));
    document.getElementById(made.id)?.remove();
    place().prepend(made);
  }

  async function tellOfRefused(item) {
    const made = await copy("refused");
    made.id = `said-${item.id}`;
    made.querySelector("[data-day]").textContent = await dateOf(item);
    made.querySelector("[data-told]").replaceChildren(...(await linesOf(item)));
    made.querySelector("button").addEventListener("click", () => diary.remove(item.id).then(() => made.remove()));
    document.getElementById(made.id)?.remove();
    place().prepend(made);
  }

  // In the words of the site, as the shell writes them.
  async function dateOf({ day }) {
    const { day: written } = await import("./card.js");
    return written((await tablesOfSite()).words, day);
  }

  async function linesOf({ record: whose, answers }) {
    const { told } = await import("./told.js");
    const { activities = [] } = (await diary.snapshot(whose)) ?? {};
    const names = Object.fromEntries(activities.map(({ ref, name }) => [`activity_${ref}`, name]));
    return told(await tablesOfSite(), answers, names).map((text) => Object.assign(document.createElement("li"), { textContent: text }));
  }

  const tablesOfSite = () => fetch(`/app/tables.${language}.json`).then((response) => response.json());

  async function later() {
    clearTimeout(timer);
    timer = setTimeout(go, wait);
    wait = Math.min(wait * 2, SLOWEST_MS);
    const registration = await navigator.serviceWorker.ready;
    await registration.sync?.register("send").catch(() => null);
  }

  // The worker may have sent it meanwhile: then the shell no longer says that nobody was told.
  async function afterTheWorker() {
    await show();
    if (isShell && hadSome && !isFormOpen() && document.querySelector(".urgent-head")) location.assign("/urgent/");
    const to = await whereItRang();
    if (to && isHalf()) await sayItRang(to);
    else if (to) location.assign(to);
  }

  // The page to go to about a sign that was sent, once; empty when that is this page, or nothing was sent.
  async function whereItRang() {
    if (!record) return "";
    const to = (await diary.get(`to:${record}`).catch(() => "")) ?? "";
    if (to) await diary.set(`to:${record}`, "").catch(() => null);
    return to === location.pathname ? "" : to;
  }

  // What is being filled in stays, and so does a form that is not whole, with the number above it.
  const isHalf = () => isTouched || document.querySelector("#danger:not([hidden])") !== null;
  const isFormOpen = () => document.querySelector("[data-view=day]:not([hidden])") !== null;

  const quietly = (promise) => promise.then(() => true, () => false);

  // What was not done is tried again: it was not sent, or a store that was late may hold a flag that nobody sees.
  async function go() {
    const isDone = await attempt().catch(() => false);
    if (!isDone) await later();
  }

  // Words that cannot be had keep nothing from being sent.
  async function attempt() {
    const before = await waiting();
    if (!before.length) {
      await afterTheWorker();
      return diary.isReadable();
    }
    hadSome = true;
    const [isSaid, { state, to: sentTo, number }] = await Promise.all([quietly(banner(before)), diary.send()]);
    const isShown = await quietly(show());
    const left = await waiting();
    // The worker may have been at it, and this page only waited for it.
    const to = (await whereItRang()) || sentTo;
    if (number || to) await refresh();
    if (to && isHalf()) await quietly(sayItRang(to));
    document.dispatchEvent(new CustomEvent("diary-sent", { detail: { state, to } }));
    if (to && location.pathname !== to && !isHalf()) location.assign(to);
    else if (to && isShell && !isFormOpen()) location.reload();
    else if (state === "sent") wait = FIRST_MS;
    return isSaid && isShown && (!left.length || state === "signed_out");
  }

  // The sign was sent while something else is being filled in: that stays, and the way to the number stands above it.
  async function sayItRang(to) {
    if (document.querySelector(".urgent-head")) return;
    const made = await copy("rang");
    made.querySelector("a").href = to;
    document.querySelector("[data-words=rang]")?.remove();
    place().before(made);
  }

  // What the phone keeps, if it is the patient's alone.
  async function refresh() {
    if (!record || (await diary.own(record)) !== "yes") return;
    const askedAt = Date.now();
    const response = await fetch("/app/snapshot/", { credentials: "same-origin" }).catch(() => null);
    if (!response?.ok) return;
    const made = await response.json().catch(() => null);
    if (made?.record === record) await diary.keepSnapshot(record, made, askedAt).catch(() => null);
  }

  // The question, once; and on the page about this phone, to change it.
  async function ask() {
    const block = document.querySelector("[data-own-phone]");
    if (!block) return;
    const known = await diary.own(record);
    const always = block.dataset.ownPhone === "always";
    block.hidden = Boolean(known) && !always;
    block.querySelectorAll("[data-own-is]").forEach((part) => { part.hidden = part.dataset.ownIs !== (known ?? ""); });
    block.onclick = (event) => choose(event.target.closest("[data-own]")?.dataset.own, block);
  }

  async function choose(said, block) {
    if (!said) return;
    const unsent = (await diary.waiting(record)).length;
    if (said === "no" && unsent) await diary.send();
    try {
      if (said === "no") await diary.clear(record, { keepItems: true });
      await diary.set(`own:${record}`, said);
      await diary.set("current", record);
      if (said === "yes") navigator.storage?.persist?.().catch(() => null);
    } catch {
      block.querySelector("[data-own-broken]").hidden = false;
      return;
    }
    await refresh();
    if (block.dataset.ownPhone === "always") await ask();
    else block.replaceChildren(await copy(said === "yes" ? "own-yes" : "own-no"));
  }

  // Each time it is sent a form is another item: the same answers once more change nothing.
  function markForm(form) {
    form.addEventListener("submit", () => {
      for (const [name, value] of [["phone_id", diary.newId()], ["phone_record", record]]) {
        const field = form.elements[name] ?? Object.assign(document.createElement("input"), { type: "hidden", name });
        field.value = value;
        form.append(field);
      }
    });
  }

  // Nothing is lost in silence: what waits goes first, or the patient says what is to happen to it.
  function guardSignOut(form) {
    let isSettled = false;
    form.addEventListener("submit", async (event) => {
      if (isSettled) return;
      event.preventDefault();
      const { state } = await diary.send();
      const mine = await diary.waiting(record);
      if (mine.length) return warn(form, mine, leave);
      if (state === "offline") return void form.before(await copy("sign-out-offline"));
      return leave(false);
    });
    async function leave(keepItems) {
      isSettled = true;
      await diary.clear(record, { keepItems }).catch(() => null);
      form.requestSubmit();
    }
  }

  async function warn(form, mine, leave) {
    document.querySelector("[data-words=sign-out-unsent]")?.remove();
    const made = await copy("sign-out-unsent");
    made.querySelectorAll("[data-number]").forEach((spot) => { spot.textContent = mine.length; });
    made.querySelector("[data-leave=keep]").addEventListener("click", () => leave(true));
    const drop = made.querySelector("[data-leave=drop]");
    drop.hidden = mine.some(diary.isFlagged);
    drop.addEventListener("click", () => leave(false));
    form.before(made);
    made.focus();
  }

  async function begin() {
    // Who works at a clinic, or only helps somebody else: nothing of theirs is kept, and nothing of others is shown.
    if ("nobody" in document.body.dataset) return void (await diary.arrive("").catch(() => null));
    navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => null);
    document.querySelectorAll("form[data-day]").forEach(markForm);
    document.querySelectorAll("[data-sign-out] form").forEach(guardSignOut);
    await diary.set("language", document.documentElement.lang).catch(() => null);
    if (record) await diary.arrive(record).catch(() => null);
    await Promise.all([ask(), refresh(), go()]);
  }

  addEventListener("online", go);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
  self.diaryPhone = { go, refresh };
  begin();
})();
