// Which rows are shown, and in which order. Nothing here touches the document.
export const Bands = ["sure", "fairly sure", "unsure", "guessing", "not told"];

export const Orders = [
  ["queue", "most worth a look first", false], ["number", "as asked", false], ["certainty", "P(right)", false], ["probability", "probability", false],
  ["doubt", "doubt", true], ["data", "doubt of the data", true], ["model", "doubt of the model", true], ["unusual", "unusual picture", true],
];

// A number that is not known comes last either way.
function compared(a, b, key, falls) {
  const x = a[key], y = b[key];
  if (x === undefined || y === undefined) return x === y ? a.number - b.number : x === undefined ? 1 : -1;
  return (falls ? y - x : x - y) || a.number - b.number;
}

export function prepared(data) {
  const { rows, pictures } = data;
  rows.forEach((row, number) => {
    Object.assign(row, { number, picture: row.picture ?? 0, step: row.step ?? 0, queue: row.queue ?? 0 });
    row.text = `${row.question}\n${row.answer}\n${row.truth ?? ""}\n${pictures[row.picture] ?? ""}`.toLowerCase();
  });
  return rows;
}

export function counted(rows, key) {
  const counts = new Map();
  for (const row of rows) if (row[key] !== undefined) counts.set(row[key], (counts.get(row[key]) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

const Truths = { right: row => row.right === true, wrong: row => row.right === false, unknown: row => row.right === undefined };

export function wanted(row, view, decided) {
  return (!view.type || row.type === view.type) && (!view.answer || row.answer === view.answer)
    && (view.band === "" || row.step === Number(view.band)) && (!view.truth || Truths[view.truth](row))
    && (!view.strange || Boolean(row.unfamiliar) === (view.strange === "yes"))
    && (!view.decided || (view.decided === "no" ? !decided?.(row) : decided?.(row)?.verdict === view.decided))
    && view.words.every(word => row.text.includes(word));
}

// The rows to show, where they are grouped with a head before each group: the most frequent answer first.
export function arranged(rows, view, decided) {
  const shown = rows.filter(row => wanted(row, view, decided)).sort((a, b) => compared(a, b, view.order, view.falls));
  if (!view.grouped) return shown.map(row => ({ row }));
  const groups = new Map(counted(shown, "answer").map(([answer]) => [answer, []]));
  for (const row of shown) groups.get(row.answer).push(row);
  return [...groups].flatMap(([head, members]) => [{ head, members }, ...members.map(row => ({ row }))]);
}
