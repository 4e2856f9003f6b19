import { AnswerTable } from "./table.js";
import { el, percent } from "./parts.js";

const at = id => document.getElementById(id);
const decisions = new Map();
const Told = { accept: "accepted", reject: "rejected", correct: "corrected" };
let table, data;
document.documentElement.classList.add("js");

function problem(text) {
  at("problem").textContent = text;
  at("problem").hidden = !text;
}

async function call(path, body) {
  const response = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (response.ok) return response.json();
  const told = await response.json().catch(() => null);
  throw new Error(told?.title ?? `The server answered ${response.status}.`);
}

function wordsOf({ verdict, answer }) {
  return verdict === "correct" ? `corrected: ${answer}` : Told[verdict];
}

function set(row, decision, pending) {
  if (decision?.verdict) decisions.set(row.number, { ...decision, words: wordsOf(decision) + (pending ? " …" : ""), pending });
  else decisions.delete(row.number);
  table.changed(row);
  if (table.openRow === row) tell(row);
  progress();
}

// What the reviewer and the model agree on, beside what was to be expected.
function progress() {
  const made = [...decisions.values()].filter(d => !d.pending), rows = data.table.rows;
  const accepted = made.filter(d => d.verdict === "accept").length;
  const told = made.map(d => rows[d.row].certainty).filter(p => p !== undefined), judged = rows.filter(row => row.right !== undefined);
  const parts = [`${made.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} decided`];
  if (made.length) parts.push(`the model's answer accepted in ${percent(accepted / made.length)}${told.length ? `, ${percent(told.reduce((a, b) => a + b, 0) / told.length)} expected` : ""}`);
  if (judged.length) parts.push(`${percent(judged.filter(row => row.right).length / judged.length)} right of ${judged.length.toLocaleString("en")} with a known truth`);
  at("progress").textContent = `${parts.join("; ")}.`;
}

async function decide(verdict, answer) {
  const row = table.openRow, before = row && decisions.get(row.number);
  if (!row || before?.pending) return;
  set(row, { row: row.number, verdict, answer }, true);
  try {
    set(row, await call("/api/review/decisions", { row: row.number, verdict, answer }), false);
    problem("");
    if (table.openRow === row) table.go(1);
  } catch (error) {
    set(row, before, false);
    problem(`Not kept: ${error.message}`);
  }
}

async function undo() {
  try {
    const undone = await call("/api/review/undo", {});
    const row = data.table.rows[undone.row], place = table.list.items.findIndex(item => item.row === row);
    set(row, undone, false);
    problem("");
    if (place >= 0) table.list.choose(place);
  } catch (error) { problem(error.message); }
}

function correct() {
  const input = at("correction");
  if (!input) return;
  input.focus();
  input.select();
}

function tell(row) {
  const told = at("decided");
  if (told) told.textContent = decisions.get(row.number)?.words ?? "not decided";
}

// The buttons of the open answer.
function buttons(row, details) {
  const button = (text, act) => {
    const node = el("button", { type: "button", textContent: text });
    node.addEventListener("click", act);
    return node;
  };
  const known = [...new Set([...(details?.candidates ?? []).map(c => c.text), row.truth].filter(Boolean))];
  const input = el("input", { type: "text", id: "correction", maxLength: 200, list: "answers", autocomplete: "off", value: decisions.get(row.number)?.answer ?? "" });
  const form = el("form", { className: "decide" }, button("Accept (a)", () => decide("accept")), button("Reject (r)", () => decide("reject")),
    el("label", {}, "Correct (c) ", input), el("datalist", { id: "answers" }, ...known.map(value => el("option", { value }))),
    el("button", { type: "submit", textContent: "Keep" }), button("Undo (u)", undo), el("output", { id: "decided", textContent: decisions.get(row.number)?.words ?? "not decided" }));
  input.addEventListener("keydown", event => { if (event.key === "Escape") table.box.focus(); });
  form.addEventListener("submit", event => {
    event.preventDefault();
    const answer = input.value.trim();
    if (!answer) return;
    input.blur();
    decide("correct", answer);
  });
  return form;
}

async function start() {
  data = await call("/api/review");
  at("title").textContent = data.title;
  document.title = `${data.title} · Ucam`;
  at("facts").textContent = data.facts ?? "";
  const has = data.has_picture, address = kind => picture => has[picture] ? `/api/review/${kind}/${picture}?v=${data.version}` : undefined;
  for (const each of data.decisions) decisions.set(each.row, { ...each, words: wordsOf(each) });
  table = new AnswerTable(at("app"), data.table, {
    order: "queue", thumb: address("thumbs"), picture: address("pictures"), decided: row => decisions.get(row.number), extra: buttons,
    details: row => call(`/api/review/rows/${row.number}`).catch(error => { problem(error.message); return null; }),
    keys: { a: () => decide("accept"), r: () => decide("reject"), c: correct, u: undo },
  });
  progress();
  if (matchMedia("(min-width: 60rem)").matches && data.table.rows.length) table.list.choose(0);
}

start().catch(error => problem(error.message));
