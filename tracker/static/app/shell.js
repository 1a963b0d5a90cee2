// The page without a connection: it draws what the phone keeps, and shows the number whatever that is.
// The form of a day is the server's own, drawn once for every circumstance; here it is fitted to this patient's day.
import { element } from "./draw.js";
import { dutch, nobodyKnown } from "./router.js";
import { circumstances, findOwn } from "./rules.js";
import { mountUrgent, phonesView } from "./urgent.js";

const diary = self.diary;
const facts = JSON.parse(document.getElementById("facts").textContent);
const handed = JSON.parse(document.getElementById("handed")?.textContent ?? "{}");
const view = (name) => document.querySelector(`[data-view="${name}"]`);
// A clock that stands before the moment at which the server made what is kept here cannot be right.
const clock = () => new Date(Math.max(Date.now(), Date.parse(kept?.own?.made_at) || 0));
const form = document.getElementById("day-form");

let tables = null;
let kept = null;
let record = "";
let day = "";

const DAY_MS = 86400000;
const back = (date, days) => new Date(Date.parse(date) - days * DAY_MS).toISOString().slice(0, 10);
const dateOf = (each) => kept?.dates?.[each] ?? each;
const own = () => kept?.own ?? null;

// A page with answers that are nowhere else is not loaded anew.
function show(name) {
  document.querySelectorAll("[data-again]").forEach((button) => { button.hidden = name === "day" || handed.again; });
  document.querySelectorAll("[data-view]").forEach((part) => { part.hidden = part.dataset.view !== name; });
}

function say(name, isShown = true) {
  document.querySelectorAll(`[data-say="${name}"]`).forEach((part) => { part.hidden = !isShown; });
}

// --- what was found, over everything that waits

function found(items) {
  const known = own() ?? nobodyKnown(tables);
  return items.flatMap(({ answers, day: date }) => findOwn(tables, known, { signs: answers.signs, strength: answers.strength, date }));
}

// If even the tables are not there: the rule, 112, and the lines as they were.
function drawUrgent(items, pending, isKept = true) {
  show("urgent");
  mount(view("urgent").querySelector("[data-place]"), items, pending, isKept);
}

// Of what is not kept here nobody will hear: then it does not say that a clinic will be told.
function mount(place, items, pending, isKept) {
  try {
    const known = isKept || !own() ? own() : { ...own(), reads_along: null };
    mountUrgent(place, { tables, own: known, findings: found(items), pending }, clock);
  } catch {
    place.replaceChildren(document.getElementById("plain-urgent").content.cloneNode(true));
    for (const { whose, number, href } of kept?.lines ?? []) {
      place.append(element("p", {}, `${whose}: `, element("a", { href }, element("strong", {}, number))));
    }
  }
}

function drawPhones() {
  show("phones");
  const place = view("phones").querySelector("[data-place]");
  try {
    place.replaceChildren(phonesView({ tables, own: own(), now: clock() }));
  } catch {
    place.replaceChildren(document.getElementById("plain-urgent").content.cloneNode(true));
  }
}

// --- the days

function daysToLog() {
  const today = dutch(clock()).date;
  const days = Array.from({ length: facts.backfill + 1 }, (_, index) => back(today, index));
  return days.filter((each) => !own()?.onset || each >= own().onset);
}

async function drawToday() {
  show("today");
  const waiting = new Set((await diary.waiting(record)).map((item) => item.day));
  const rows = daysToLog().map((each) => {
    const link = element("a", { href: `/day/${each}/` }, facts.words.fill_in, element("span", { class: "visually-hidden" }, `: ${dateOf(each)}`));
    const state = waiting.has(each) ? facts.words.waits : kept?.days?.[each] ? facts.words.filled : "";
    return element("li", {}, element("span", {}, dateOf(each), state ? element("small", { class: "quiet" }, ` · ${state}`) : null), link);
  });
  document.getElementById("days").replaceChildren(...rows);
}

function drawCourse() {
  show("course");
  const { chart = "", standing = [], still_open = "" } = kept?.course ?? {};
  // The server's own drawing, as it came: kept for this record alone, and no page script can put anything there.
  view("course").querySelector("[data-place]").replaceChildren(...new DOMParser().parseFromString(chart, "text/html").body.childNodes);
  view("course").querySelector("[data-made]").textContent = kept?.made ?? "";
  say("no-chart", !chart);
  Promise.all([diary.waiting(record), diary.rang(record)]).then(([items, rang]) => {
    const isQuiet = items.some(diary.isFlagged) || rang.length > 0;
    const lines = isQuiet ? [] : standing.length ? standing : still_open ? [still_open] : [];
    if (isQuiet) silence(view("course"));
    view("course").querySelector("[data-standing]").replaceChildren(...lines.map((text) => element("p", {}, text)));
  });
}

// Beside a flag the days stay, and what judges or foretells goes: as the server draws it while an alert is open.
function silence(place) {
  place.querySelectorAll(".judged").forEach((part) => part.remove());
  place.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-label", svg.closest("figure")?.querySelector(".chart-title")?.textContent ?? ""));
}

// --- the form of a day

const boxes = () => [...form.querySelectorAll("[name=signs]")];

// The question about an own activity, taken from the form: those of this patient are made after it.
const pattern = form.querySelector(`#div_id_${facts.activity.before}${facts.activity.ref}`);
const ownPlace = document.createComment("");
pattern.replaceWith(ownPlace);

function ownQuestion({ ref, name }) {
  const made = pattern.cloneNode(true);
  for (const part of [made, ...made.querySelectorAll("[id], [name]")]) {
    for (const attribute of ["id", "name"]) {
      const said = part.getAttribute(attribute);
      if (said) part.setAttribute(attribute, said.replace(facts.activity.ref, ref));
    }
  }
  const text = made.querySelector("legend").firstChild;
  text.data = text.data.split(facts.activity.name).join(name);
  return made;
}

// Those that stand, and those that this day told of; what cannot be asked here is sent on as it was.
function fitOwn(answers) {
  const { before } = facts.activity;
  form.querySelectorAll("[data-own-activity]").forEach((part) => part.remove());
  const asked = (kept?.activities ?? []).filter(({ ref, stands }) => stands || `${before}${ref}` in answers);
  const unasked = Object.keys(answers).filter((name) => name.startsWith(before) && !asked.some(({ ref }) => name === before + ref));
  const made = [...asked.map(ownQuestion), ...unasked.map((name) => element("input", { type: "hidden", name }))];
  made.forEach((part) => { part.dataset.ownActivity = ""; });
  ownPlace.after(...made);
}

// The questions of this day: those of its circumstances, and what was told before.
function fit(answers) {
  fitOwn(answers);
  const known = own() ?? nobodyKnown(tables);
  const whens = circumstances(tables, known, day);
  const old = new Set(known.old_complaints);
  for (const box of boxes()) {
    const row = box.closest("label");
    row.hidden = !whens.includes(facts.whens[box.value]) && !(answers.signs ?? []).includes(box.value);
    if (old.has(box.value)) box.nextElementSibling.append(element("small", { class: "old-complaint" }, facts.old_complaint));
  }
  for (const title of form.querySelectorAll(".safety-after")) {
    let row = title.nextElementSibling;
    let isEmpty = true;
    for (; row?.matches("label.row-choice:not(.none-new)"); row = row.nextElementSibling) isEmpty &&= row.hidden;
    title.hidden = isEmpty;
  }
}

function fill(answers) {
  for (const [name, value] of Object.entries(answers)) {
    if (value === null || value === "" || value === false) continue;
    if (name === "signs") boxes().forEach((box) => { box.checked = value.includes(box.value); });
    else if (name === "none_new") form.elements.none_new.checked = true;
    else if (form.elements[name]) form.elements[name].value = String(value);
  }
}

async function drawDay(date, answers = null) {
  day = date;
  // After signing out what waits here is sent, and not shown to whoever has the phone.
  const mine = kept && (await diary.waiting(record)).filter((item) => item.day === date).pop();
  const before = answers ?? mine?.answers ?? kept?.days?.[date] ?? {};
  if (!answers && !daysToLog().includes(date) && !kept?.days?.[date]) return drawToday();
  show("day");
  view("day").querySelector("h1").textContent = dateOf(date);
  fit(before);
  fill(before);
  return undefined;
}

// As DayForm.clean: a ticked sign needs nothing else; without one the safety question and the scores are answered.
function missing(answers) {
  if (answers.signs?.length) return [];
  const needed = Object.keys(facts.missing).filter((name) => name !== "signs" && !answers[name]);
  return answers.none_new ? needed : ["signs", ...needed];
}

function point(names) {
  form.querySelectorAll(".has-error").forEach((block) => block.classList.remove("has-error"));
  form.querySelectorAll(".field-error").forEach((text) => text.remove());
  for (const name of names) {
    const block = document.getElementById(`div_id_${name}`);
    block.classList.add("has-error");
    block.querySelector("legend").after(element("p", { class: "field-error", role: "alert" }, facts.missing[name]));
  }
  document.querySelector(".has-error")?.scrollIntoView();
  document.querySelector(".has-error input")?.focus();
}

async function save(event) {
  event.preventDefault();
  const item = diary.itemOf(new FormData(form), { record, day, language: document.documentElement.lang });
  // Strength that falls is a sign as well, and waits for no other answer.
  const names = missing(item.answers);
  if (names.length && item.answers.strength !== "worse") return point(names);
  point(names);
  const isKept = (await diary.own(record)) === "yes" && (await diary.put(item).then(() => true, () => false));
  if (!isKept) return notKept(item).then(() => sendAgain(item));
  if (names.length) return dangerFirst(item);
  return after(item);
}

// The rest is still to be answered; the sign in it waits for nothing.
function dangerFirst(item) {
  danger(item, true);
  self.diaryPhone?.go();
}

// Saved again: perhaps there is a connection. The server's page says what became of it; else it stays on the screen.
async function sendAgain(item) {
  const result = await diary.sendUnkept(item).catch(() => null);
  if (!result) return;
  if (result.status === "signed_out") return sayUnkept("sign-in-first");
  const isTaken = result.status === "taken" || result.status === "kept_older";
  location.assign(result.to || (isTaken ? "/today/" : `/day/${item.day}/`));
}

// Why the answers are on the screen and nowhere else.
function sayUnkept(why) {
  for (const each of ["broken", "shared", "sign-in-first", "old"]) say(each, each === why);
  say("offline", !["sign-in-first", "old"].includes(why));
}

// Above the form, which stays as it is: nothing could be kept, or part of it is still to be answered. That there is no
// connection is not said where the site answered.
function danger(item, isKept) {
  const place = document.getElementById("danger");
  mount(place, [item], !handed.why, isKept);
  place.hidden = false;
  place.scrollIntoView();
}

async function notKept(item) {
  sayUnkept((await diary.own(record)) === "yes" ? "broken" : "shared");
  show("day");
  if (diary.isFlagged(item)) danger(item, false);
  document.getElementById("main").scrollIntoView();
}

async function after(item) {
  history.replaceState(null, "", "/today/");
  const items = (await diary.waiting(record)).filter(diary.isFlagged);
  if (diary.isFlagged(item)) drawUrgent(items, true);
  else await drawToday();
  scrollTo(0, 0);
  await drawQueue(item);
  self.diaryPhone?.go();
}

// --- what waits

async function drawQueue(saved = null) {
  const items = await diary.items(record);
  const mine = items.filter((item) => item.state === diary.WAITING);
  if (saved || !mine.length) say("saved", Boolean(saved));
  document.getElementById("queue").hidden = !mine.length;
  document.getElementById("queue-days").replaceChildren(
    ...mine.map((item) => element("li", {}, dateOf(item.day), diary.isFlagged(item) ? element("strong", {}, ` · ${facts.words.flagged}`) : "")),
  );
}

// --- which view: that of the page that was asked for

async function route() {
  const [, first, second] = location.pathname.split("/");
  const flagged = (await diary.waiting(record)).filter(diary.isFlagged);
  const rang = await diary.rang(record);
  if (handed.not_sent) sayNotSent(handed.again);
  const signs = handed.not_sent ? signsHanded() : [];
  if (signs.length) return drawUrgent([...flagged, { day: dutch(clock()).date, answers: { signs } }], true, false);
  if (handed.unkept) return showUnkept(handed.unkept);
  if (handed.kept) return takeUp((await diary.items(record)).find((item) => item.id === handed.kept));
  if (first === "urgent") return flagged.length || rang.length || own()?.open ? drawUrgent([...flagged, ...rang], flagged.length > 0) : drawPhones();
  if (first === "phone" || !kept) return kept || first === "phone" ? drawPhones() : drawNothing();
  if (first === "day" && second) return drawDay(second);
  if (first === "course") return drawCourse();
  return drawToday();
}

// The form of the server's page, kept by the worker: one that is not whole is asked for again, as the server does.
async function takeUp(item) {
  if (item?.state !== diary.WAITING) return drawSent(await diary.rang(record));
  const names = missing(item.answers);
  if (!names.length) return after(item);
  if (!diary.isFlagged(item)) await diary.remove(item.id);
  await drawDay(item.day, item.answers);
  point(names);
  return diary.isFlagged(item) ? dangerFirst(item) : drawQueue();
}

// The worker sent it before this page was there.
const drawSent = (rang) => (rang.length ? drawUrgent(rang, false) : drawToday());

// What was filled in stands in this page and nowhere else: from here it can be sent once more.
function sayNotSent(again) {
  if (!again) return say("not-sent");
  const place = document.querySelector("[data-say=not-sent-yet] form");
  place.setAttribute("action", again.action);
  place.append(...again.fields.map(([name, value]) => element("input", { type: "hidden", name, value })));
  return say("not-sent-yet");
}

// Of a form that could not be sent: the signs that were ticked, and those that are marks on the body picture.
function signsHanded() {
  const { signs = [], marks = [] } = handed;
  const isMarked = (codes) => marks.some((code) => codes.includes(code));
  const old = own()?.old_complaints ?? [];
  const marked = Object.entries(facts.marks).filter(([sign, sets]) => !old.includes(sign) && sets.every(isMarked)).map(([sign]) => sign);
  return [...new Set([...signs.filter((sign) => sign in facts.whens), ...marked])];
}

function drawNothing() {
  drawPhones();
  say("nothing");
}

// Answers that the phone could not keep: they are on the screen, and nowhere else.
async function showUnkept(item) {
  record = item.record || record;
  await drawDay(item.day, item.answers);
  sayUnkept(handed.why || (handed.broken ? "broken" : "shared"));
  if (!diary.isFlagged(item)) return;
  danger(item, false);
  // Who is signed in gets the page with their own number: the sign waits for no tap.
  if (handed.why === "old") sendAgain(item);
}

async function begin() {
  tables = await fetch(facts.tables).then((response) => response.json()).catch(() => null);
  // In the diary of somebody else nothing of the own one is shown.
  record = handed.helping ? "" : ((await diary.get("current").catch(() => null)) ?? "");
  const isOwn = (await diary.own(record)) === "yes";
  kept = isOwn ? await diary.snapshot(record) : null;
  form.addEventListener("submit", save);
  document.querySelectorAll("[data-again]").forEach((button) => button.addEventListener("click", () => location.reload()));
  await drawQueue();
  await route();
  document.body.dataset.shell = "drawn";
}

document.addEventListener("diary-sent", ({ detail }) => {
  drawQueue();
  say("signed-out", detail.state === "signed_out");
});
begin().catch(drawPhones);
