// The urgent page and whom to phone, without a connection: templates/patient/urgent.html and phone.html, in their order.
// Pure but for the document: handed `now`, no clock and no request. `own` may be null: then there is 112.
import { going, moment, phoneCard, say } from "./card.js";
import { element, fragment, list, paragraph } from "./draw.js";
import { adviceFor, nobodyKnown, triedAt } from "./router.js";
import { beside, needsAmbulance, together } from "./rules.js";

// What is open and what was found since, as one: how soon to phone, about which signs.
export function callAbout(tables, own, findings) {
  const open = own.open;
  if (!open && !findings.length) return null;
  const found = beside(tables, findings, open ? open.signs : []);
  const signs = [...new Set([...(open ? open.signs : []), ...found.map((finding) => finding.sign)])];
  const urgencies = [...(open ? [open.urgency] : []), ...found.map((finding) => finding.urgency)];
  const contacted = open && open.contacted_at && !findings.length ? open.contacted_at : null;
  return {
    signs,
    urgency: together(tables, signs, urgencies),
    contacted_at: contacted,
    doubted: Boolean(open && open.doubted && !findings.length),
    messaged: Boolean(open && open.messaged),
  };
}

// `findings`: those of every day that waits on this phone. `tried`: roles. `pending`: whether anything of it still has
// to be sent; then it says that the clinic has not been told.
export function urgentView({ tables, own = null, findings, now, tried = [], pending = true }) {
  const known = own ?? nobodyKnown(tables);
  const call = callAbout(tables, known, findings);
  if (!call) return phonesView({ tables, own, now });
  const { words } = tables;
  const ambulance = needsAmbulance(tables, call.signs);
  const advice = adviceFor(tables, known, { now, urgency: call.urgency, tried, ambulance });
  return fragment(
    element("h1", { class: "urgent-head" }, call.contacted_at ? words.after_contact : words.headlines[call.urgency]),
    ...notesAbove(tables, known, call, advice, tried, pending).map((note) => paragraph(note, "phones-note")),
    phones(tables, advice),
    paragraph(say(words.right_for, { when: moment(words, now) }), "quiet small-text mt-2"),
    asOf(words, known),
    paragraph(why(words, call)),
    element("p", {}, element("strong", {}, words.nobody_reads)),
    whatToSay(tables, call),
    in112(element("strong", {}, words.call_112)),
    call.contacted_at ? null : answering(words, advice),
    call.contacted_at || pending || !known.open ? null : paragraph(messaged(words, known, call), "small-text"),
    ...goingParts(tables, advice),
  );
}

// Every number to phone right now.
export function phonesView({ tables, own = null, now }) {
  const { words } = tables;
  const known = own ?? nobodyKnown(tables);
  const advice = adviceFor(tables, known, { now });
  return fragment(
    element("h1", {}, words.whom_to_phone),
    element("p", { class: "alert alert-danger" }, element("strong", {}, words.rule_of_thumb)),
    element("section", { class: "card-plain" }, element("h2", {}, words.for_you_now), phones(tables, advice)),
    paragraph(say(words.right_for, { when: moment(words, now) }), "quiet small-text mt-2"),
    asOf(words, known),
    in112(words.call_112),
    ...goingParts(tables, advice),
  );
}

// Draws the urgent page in `place` and again after "I could not reach anyone", with the next number. `clock` gives now.
export function mountUrgent(place, { tables, own = null, findings, pending = true, tried = [] }, clock) {
  const said = [...(own?.open?.tried ?? []), ...tried];
  const drawn = () => {
    const now = clock();
    place.replaceChildren(urgentView({ tables, own, findings, pending, now, tried: triedAt(tables, said, now) }));
  };
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-not-reached]");
    if (!button) return;
    said.push({ role: button.dataset.notReached, at: clock().toISOString() });
    drawn();
    place.querySelector("a.call").focus();
  });
  drawn();
}

function notesAbove(tables, own, call, advice, tried, pending) {
  const { words } = tables;
  const untold = own.reads_along ? say(words.not_told_yet, { clinic: own.reads_along }) : words.nobody_to_tell;
  const doubted = call.doubted ? [words.not_meant_noted] : [];
  return [...(pending ? [untold] : []), ...doubted, ...aboutTried(tables, call, advice, tried)];
}

function aboutTried(tables, call, advice, tried) {
  const { words } = tables;
  if (call.contacted_at || advice.why_112 || !tried.length) return [];
  if (tried.includes(advice.first.role)) return [words.try_again_now];
  const roles = tables.every_role.filter((role) => tried.includes(role));
  return [say(words.try_this, { lines: roles.map((role) => words.roles[role]).join(", ") })];
}

function why(words, call) {
  if (!call.contacted_at) return words.why[call.urgency];
  return say(words.after_contact_why, { when: moment(words, new Date(call.contacted_at)) });
}

// In the patient's words, in the order of the table.
function whatToSay(tables, call) {
  const { words } = tables;
  const signs = tables.rules.filter((rule) => call.signs.includes(rule.sign)).map((rule) => `“${rule.say}”`);
  const sentences = [words.say_first, ...signs, words.say_last[call.urgency]];
  return element("section", { class: "card-plain" }, element("h2", {}, words.what_to_say), list(sentences, "say"));
}

function messaged(words, own, call) {
  return own.reads_along && call.messaged ? say(words.messaged, { clinic: own.reads_along }) : words.nobody_messaged;
}

// How old the numbers are: a clinic may have changed one since.
function asOf(words, own) {
  if (!own.made_at) return null;
  return paragraph(say(words.numbers_as_of, { when: moment(words, new Date(own.made_at)) }), "quiet small-text");
}

function answering(words, advice) {
  const button = { type: "button", class: "btn btn-outline-danger btn-wide", "data-not-reached": advice.first.role };
  return element(
    "section",
    { class: "card-plain answering" },
    element("h2", {}, words.have_you_phoned),
    element("div", { class: "actions" }, element("button", button, words.not_reached)),
  );
}

function link112() {
  return element("a", { href: "tel:112" }, element("strong", {}, "112"));
}

function in112(sentence) {
  return element("p", {}, sentence, " ", link112());
}

// templates/components/phones.html
function phones(tables, advice) {
  const { words } = tables;
  const card = phoneCard(tables, advice);
  const call = element(
    "a",
    { class: "call", href: card.first.href },
    element("span", { class: "call-whose" }, card.first.whose),
    " ",
    element("span", { class: "call-number" }, card.first.number),
  );
  return element(
    "div",
    { class: "phones" },
    ...card.notes.map((note) => paragraph(note, "phones-note")),
    call,
    card.told ? element("p", { class: "phones-told", lang: card.told.language }, card.told.text) : null,
    ...(card.others.length ? [paragraph(words.no_answer, "phones-else"), numbers(card.others)] : []),
    card.is_112 ? null : element("p", { class: "phones-112" }, words.danger_of_life, " ", link112()),
  );
}

function numbers(phones) {
  const links = phones.map(({ whose, number, href }) =>
    element("a", { href }, element("span", {}, whose), " ", element("strong", {}, number)),
  );
  return list(links, "phones-others");
}

// templates/components/going.html
function goingParts(tables, advice) {
  const { words } = tables;
  const what = going(tables, advice);
  const abroad = what.from_abroad.length ? [paragraph(what.abroad_numbers, "mb-1"), numbers(what.from_abroad)] : [];
  return [
    element(
      "section",
      { class: "card-plain" },
      element("h2", {}, words.take_along),
      list(what.take_along),
      paragraph(what.tell_them),
      element("p", { class: "mb-0" }, element("strong", {}, what.do_not_drive)),
    ),
    element(
      "details",
      { class: "more" },
      element("summary", {}, words.are_you_abroad),
      paragraph(what.abroad),
      ...abroad,
    ),
  ];
}
