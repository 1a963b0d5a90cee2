// Who is phoned now: recovery/clinical/contact.py and recovery/people/phones.py, over the same tables.
// Pure functions, handed `now` as a Date. A test runs both sides over the same cases: change neither without the other.

const DUTCH = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/Amsterdam",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

const WEEKDAYS = 7;

// Date and clock as they stand in the Netherlands, as ISO texts, and the weekday: Monday is 0.
export function dutch(now) {
  const part = Object.fromEntries(DUTCH.formatToParts(now).map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  const thousandths = String(now.getUTCMilliseconds()).padStart(3, "0");
  const clock = `${part.hour}:${part.minute}:${part.second}.${thousandths}`;
  return { date, clock, weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + WEEKDAYS - 1) % WEEKDAYS };
}

// Whether an office is open: from `opens`, no longer at `closes`, and not on a closed day.
export function holds(week, now, closedDays) {
  const { date, clock, weekday } = dutch(now);
  const hours = week[weekday];
  return hours !== null && !closedDays.includes(date) && hours[0] <= clock && clock < hours[1];
}

// The one number to phone at `now`, then every other. `tried` are the roles on which nobody could be reached.
export function whoToPhone(
  tables,
  { under_treatment, lines, clinic_hours, closed_days, now, urgency = tables.now, tried = [], ambulance = false },
) {
  const open = holds(under_treatment ? clinic_hours : tables.gp_week, now, closed_days);
  const waits = urgency === tables.waits && !open;
  const order = waits ? forLater(tables, under_treatment) : orderOf(tables, under_treatment, open);
  const known = inOrder(lines, order);
  const usable = known.filter((line) => !line.broken);
  const spent = lines.filter((line) => tried.includes(line.role)).map((line) => line.number);
  const left = usable.filter((line) => !spent.includes(line.number));
  const why = why112(tables, usable, left, urgency, ambulance);
  const ranked = [
    ...left,
    ...usable.filter((line) => !left.includes(line)),
    ...known.filter((line) => line.broken),
  ];
  const [first, ...others] = why ? [ambulanceLine(tables), ...ranked] : ranked;
  return {
    first,
    others,
    office_hours: open,
    missing: usable.some((line) => line.role === order[0]) ? null : order[0],
    when_open: waits && tables.offices.includes(first.role),
    why_112: why,
    told: {},
  };
}

export function ambulanceLine(tables) {
  return { ...tables.ambulance, name: "", called: "", broken: false, href: `tel:${tables.ambulance.number}`, abroad: null };
}

function orderOf(tables, under_treatment, open) {
  return tables.order[under_treatment ? "under_treatment" : "not_under_treatment"][open ? "open" : "closed"];
}

// The lines of an open office, the emergency department last: nobody goes there for what can wait.
function forLater(tables, under_treatment) {
  const last = tables.last_for_later;
  return [...orderOf(tables, under_treatment, true).filter((role) => role !== last), last];
}

// The lines that have a number, in order, each number once.
function inOrder(lines, order) {
  const rank = (line) => {
    const place = order.indexOf(line.role);
    if (place < 0) throw new RangeError(`no such line: ${line.role}`);
    return place;
  };
  const known = new Map();
  for (const line of lines.filter((each) => each.number).sort((one, other) => rank(one) - rank(other))) {
    if (!known.has(line.number)) known.set(line.number, line);
  }
  return [...known.values()];
}

function why112(tables, usable, left, urgency, ambulance) {
  if (ambulance) return "danger_of_life";
  if (!usable.length) return "no_number";
  return urgency === tables.now && !left.length ? "nobody_answered" : null;
}

// Somebody of whom a phone knows nothing yet: no number but 112, and nothing that reassures.
export function nobodyKnown(tables) {
  return {
    made_at: null,
    lines: [],
    under_treatment: false,
    week: tables.gp_week,
    closed_days: [],
    years: [],
    told: {},
    policy: {},
    treatments: [],
    cancer_history: "",
    old_complaints: [],
    reads_along: null,
    open: null,
  };
}

// Whom this patient phones at `now`, with what the clinic tells outside its hours.
export function adviceFor(tables, own, { now, urgency = tables.now, tried = [], ambulance = false }) {
  const advice = whoToPhone(tables, {
    under_treatment: own.under_treatment,
    lines: own.lines,
    clinic_hours: own.week,
    closed_days: closedOn(own, now),
    now,
    urgency,
    tried,
    ambulance,
  });
  return own.under_treatment && !advice.office_hours ? { ...advice, told: own.told } : advice;
}

// In a year of which the closed days are not known, any day may be one: any doubt counts as closed.
function closedOn(own, now) {
  const { date } = dutch(now);
  return own.years.includes(Number(date.slice(0, 4))) ? own.closed_days : [date];
}

// The lines that count as tried at `now`: what was tried ({role, at}) a while ago counts no more.
export function triedAt(tables, tried, now) {
  const since = now.getTime() - tables.tried_counts_minutes * 60000;
  const recent = tried.filter(({ role, at }) => tables.every_role.includes(role) && Date.parse(at) >= since);
  return [...new Set(recent.map(({ role }) => role))];
}
