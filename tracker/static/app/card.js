// What is said about the numbers: tracker/phones.py, as plain values. Nothing is drawn here.
import { dutch } from "./router.js";

// A sentence with its `%(name)s` places filled in.
export function say(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);
}

// “4 november 2026, 14:02”, Dutch time.
export function moment(words, at) {
  const { date, clock } = dutch(at);
  return `${day(words, date)}, ${clock.slice(0, 5)}`;
}

// “4 november 2026”, of “2026-11-04”.
export function day(words, date) {
  const [year, month, number] = date.split("-").map(Number);
  return `${number} ${words.months[month - 1]} ${year}`;
}

// The owner's own words for a line, else ours; and whose it is.
function whose(words, line) {
  const what = line.called || words.roles[line.role];
  return line.name ? `${what}, ${line.name}` : what;
}

function phone(words, line) {
  return { whose: whose(words, line), number: line.shown, href: line.href };
}

export function phoneCard(tables, advice) {
  const { words } = tables;
  return {
    first: phone(words, advice.first),
    others: advice.others.map((line) => phone(words, line)),
    notes: notes(tables, advice),
    told: told(tables, advice),
    is_112: advice.first.role === tables.ambulance.role,
  };
}

function notes(tables, advice) {
  const { words } = tables;
  const made = advice.why_112 ? [about112(words, advice)] : aboutMissing(words, advice);
  if (advice.when_open) return [...made, words.when_open];
  const closed = tables.offices.includes(advice.first.role) && !advice.office_hours;
  return closed ? [...made, words.may_not_answer] : made;
}

function about112(words, advice) {
  const broken = advice.why_112 === "no_number" && advice.others.length;
  return broken ? words.no_good_number : words.why_112[advice.why_112];
}

function aboutMissing(words, advice) {
  if (advice.missing === null) return [];
  const isThere = advice.others.some((line) => line.role === advice.missing);
  return [say(isThere ? words.number_broken : words.number_missing, { line: words.roles[advice.missing] })];
}

// What the clinic tells, in the language of the page; else in the one it has.
function told(tables, advice) {
  const [language, text] =
    Object.entries(advice.told).find(([each]) => each === tables.language) ?? Object.entries(advice.told)[0] ?? [];
  return text ? { text, language } : null;
}

export function going(tables, advice) {
  const { words } = tables;
  const lines = [advice.first, ...advice.others].filter((line) => line.abroad);
  return {
    take_along: words.things_to_take,
    tell_them: words.tell_them,
    do_not_drive: words.do_not_drive,
    abroad: words.abroad,
    abroad_numbers: words.abroad_numbers,
    from_abroad: lines.map(({ abroad, ...line }) => ({ whose: whose(words, line), number: abroad.shown, href: abroad.href })),
  };
}
