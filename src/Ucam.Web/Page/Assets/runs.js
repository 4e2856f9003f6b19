import { element } from "/answer.js";
import { chart, legend } from "/chart.js";

const at = id => document.getElementById(id);
const shown = new URLSearchParams(location.search).get("run");
const MostNamed = 24;

function problem(text) {
  at("problem").textContent = text;
  at("problem").hidden = !text;
}

function table({ title, head, rows }) {
  const box = element("div", { className: "scroll", tabIndex: 0 }, element("table", {}, element("caption", { textContent: title }),
    element("thead", {}, element("tr", {}, ...head.map(cell => element("th", { scope: "col", textContent: cell })))),
    element("tbody", {}, ...rows.map(row => element("tr", {}, ...row.map(cell => element("td", { textContent: cell })))))));
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", title);
  return box;
}

function show(run) {
  at("run").hidden = false;
  at("name").textContent = run.id;
  at("state").textContent = `${run.kind === "training" ? "A training" : "A comparison"}${run.under_way ? ", under way" : ""}; last changed ${new Date(run.changed).toLocaleString()}.${run.note ? ` ${run.note}` : ""}`;
  at("report").hidden = !run.report;
  if (run.report) at("report").firstChild.href = run.report;
  at("charts").replaceChildren(...run.charts.flatMap(({ title, series }) => {
    const picture = chart(title, series);
    if (!picture) return [];
    const figure = element("figure", {}, element("figcaption", { textContent: title }), picture);
    if (series.length <= MostNamed) figure.append(legend(series));
    return [figure];
  }));
  at("tables").replaceChildren(...run.tables.filter(t => t.rows.length).map(table));
}

async function list() {
  const response = await fetch("/api/runs");
  if (!response.ok) throw new Error((await response.json()).title);
  const runs = await response.json();
  at("runs").replaceChildren(...runs.map(run => {
    const link = element("a", { href: `/runs.html?run=${encodeURIComponent(run.id)}`, textContent: run.id });
    if (run.id === shown) link.setAttribute("aria-current", "page");
    return element("li", {}, link, ` ${run.kind}${run.under_way ? ", under way" : ""}`);
  }));
  if (!runs.length) problem("There is no training and no comparison in this folder yet.");
}

// The browser connects again by itself where the server is started anew.
function follow() {
  const events = new EventSource(`/api/runs/events?run=${encodeURIComponent(shown)}`);
  events.addEventListener("run", event => { problem(""); show(JSON.parse(event.data)); });
  events.addEventListener("error", () => problem(events.readyState === EventSource.CLOSED ? "There is no such run." : "The server cannot be reached; trying again."));
}

list().catch(error => problem(error.message));
if (shown !== null) follow();
