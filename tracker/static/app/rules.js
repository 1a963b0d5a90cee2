// What was found in the answers, and why: recovery/clinical/red_flags.py and circumstances.py, over the same tables.
// Pure functions. Dates are ISO texts. A test runs both sides over the same cases: change neither without the other.

const DAY = 86400000;

export function ruleOf(tables, sign) {
  const rule = tables.rules.find((each) => each.sign === sign);
  if (!rule) throw new RangeError(`no such sign: ${sign}`);
  return rule;
}

// The most urgent of some; throws without any, as a sign is never without an urgency.
export function moreUrgent(tables, urgencies) {
  if (!urgencies.length) throw new RangeError("no urgency");
  const ranks = urgencies.map((urgency) => rankOf(tables, urgency));
  return tables.most_urgent_first[Math.min(...ranks)];
}

function rankOf(tables, urgency) {
  const rank = tables.most_urgent_first.indexOf(urgency);
  if (rank < 0) throw new RangeError(`no such urgency: ${urgency}`);
  return rank;
}

export function mostUrgent(tables, findings) {
  return moreUrgent(tables, findings.map((finding) => finding.urgency));
}

// That of a sign by itself: what a clinic decided, where the table lets it choose.
function urgencyAlone(rule, policy) {
  const decided = policy[rule.sign] ?? rule.urgency;
  return rule.urgencies.includes(decided) ? decided : rule.urgency;
}

function urgencyOf(tables, rule, found, circumstances, policy) {
  const raised =
    rule.now_with.some((sign) => found.has(sign)) || rule.now_after.some((when) => circumstances.includes(when));
  return raised ? tables.now : urgencyAlone(rule, policy);
}

// What the answers of one day say, in the order of the table. `day` has `signs` (codes, or null where not answered)
// and `strength`. A code that the table does not know throws: a sign is never dropped in silence.
export function find(tables, day, { circumstances = [tables.always], policy = {} } = {}) {
  const because = new Map((day.signs ?? []).map((sign) => [ruleOf(tables, sign).sign, tables.ticked]));
  const worse = tables.worse;
  if (day.strength === worse.strength && !because.has(ruleOf(tables, worse.sign).sign)) {
    because.set(worse.sign, worse.because);
  }
  return tables.rules
    .filter((rule) => because.has(rule.sign))
    .map((rule) => ({
      sign: rule.sign,
      urgency: urgencyOf(tables, rule, because, circumstances, policy),
      because: because.get(rule.sign),
    }));
}

// What a day of this patient says: `day` has its `date` as well.
export function findOwn(tables, own, day) {
  return find(tables, day, { circumstances: circumstances(tables, own, day.date), policy: own.policy });
}

function areNow(tables, sign, told) {
  return told.some((other) => ruleOf(tables, sign).now_with.includes(other) || ruleOf(tables, other).now_with.includes(sign));
}

// The findings beside signs that were told before and are still open.
export function beside(tables, findings, told) {
  return findings.map((finding) => (areNow(tables, finding.sign, told) ? { ...finding, urgency: tables.now } : finding));
}

// The urgency of signs together; `urgencies` are those with which they were reported.
export function together(tables, signs, urgencies) {
  const told = new Set(signs);
  const raised = [...told].filter((sign) => ruleOf(tables, sign).now_with.some((other) => other !== sign && told.has(other)));
  return moreUrgent(tables, [...urgencies, ...raised.map(() => tables.now)]);
}

export function needsAmbulance(tables, signs) {
  return signs.some((sign) => ruleOf(tables, sign).ambulance);
}

// What holds on the day `on`, over treatments ({kind, date}) and the history of cancer. Unknown is asked about.
export function circumstances(tables, { treatments, cancer_history }, on) {
  const cancer = cancer_history === tables.cancer.unless ? [] : [tables.cancer.when];
  const after = treatments.map((treated) => askedAfter(tables, treated, on)).filter((when) => when !== null);
  return [...new Set([tables.always, ...cancer, ...after])];
}

function askedAfter(tables, treated, on) {
  const { when, days } = tables.asked_after[treated.kind];
  const since = (Date.parse(on) - Date.parse(treated.date)) / DAY;
  return since >= 0 && since <= days ? when : null;
}

// The rows that are asked in these circumstances.
export function asked(tables, circumstances) {
  return tables.rules.filter((rule) => circumstances.includes(rule.when) && !rule.retired);
}

// The signs to ask, under a heading where they belong to a treatment; those that were told stay, whatever holds.
export function signGroups(tables, circumstances, told = []) {
  const { groups, after } = tables.form.safety;
  const now = asked(tables, circumstances);
  const shown = tables.rules.filter((rule) => now.includes(rule) || told.includes(rule.sign));
  return groups
    .map((whens) => ({ title: after[whens[0]] ?? "", rules: shown.filter((rule) => whens.includes(rule.when)) }))
    .filter((group) => group.rules.length);
}
