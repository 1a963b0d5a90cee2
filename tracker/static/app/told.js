// What was answered on this phone, as lines of text: tracker/answers.py, for a day that is not in the diary.

// The lines of an item in the order of the form; `names` are the own activities by the name of their field.
export function told(tables, answers, names = {}) {
  const { scales, labels } = tables.form;
  const asked = [
    ...scales.map(({ name, short }) => [name, short]),
    ...Object.entries(names),
    ...Object.entries(labels),
  ];
  return asked
    .map(([name, label]) => ({ label, value: valueOf(tables, name, answers) }))
    .filter(({ value }) => value)
    .map(({ label, value }) => `${label}: ${value}`);
}

function valueOf(tables, name, answers) {
  if (name === "signs") return signs(tables, answers);
  const choices = tables.form.questions[name]?.choices ?? [];
  const [, text] = choices.find(([code]) => code === answers[name]) ?? [];
  return text ?? answers[name] ?? "";
}

// By their short names; "none of these" only where that was said.
function signs(tables, answers) {
  const ticked = tables.rules.filter(({ sign }) => (answers.signs ?? []).includes(sign));
  if (ticked.length) return ticked.map(({ short }) => short).join(", ");
  return answers.none_new ? tables.form.none_of_these : "";
}
