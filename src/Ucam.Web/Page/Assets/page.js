import * as api from "/api.js";
import { View } from "/view.js";
import { show, rightOf } from "/answer.js";

const at = id => document.getElementById(id);
const view = new View(at("canvas"), at("told"));
const state = { picture: null, answer: null, layer: "attention", models: [] };
let asking = null, waiting = false, pause = 0;
document.documentElement.classList.add("js");
at("picture").required = false;

function problem(text) {
  at("problem").textContent = text;
  at("problem").hidden = !text;
}

const values = () => ({ picture: state.picture.id, question: at("question").value.trim(), model: at("model").value || undefined });

async function setPicture(blob, name, { sample, id } = {}) {
  try {
    const bitmap = await createImageBitmap(blob).catch(() => null);
    id ??= (await api.keep(blob)).id;
    state.picture = { id, name, sample, blob };
    // What the browser cannot decode the server can.
    view.setPicture(bitmap ?? await createImageBitmap(await api.file(`/api/pictures/${id}`)));
    at("view").hidden = false;
    at("canvas").setAttribute("aria-label", `The picture ${name}`);
    problem("");
    if (at("question").value.trim()) await ask();
    else layers([]);
  } catch (error) { problem(error.message); }
}

async function ask() {
  if (!state.picture) return problem("Choose a picture first.");
  if (!at("question").value.trim()) return problem("Type a question.");
  asking?.abort();
  const own = asking = new AbortController();
  try {
    const response = view.changed ? await api.askSent(await view.blob(), { ...values(), picture: undefined }, own.signal)
      : await again(() => api.askKept(values(), own.signal));
    const answer = await response.json();
    if (own !== asking) return;
    state.answer = answer;
    problem("");
    show(answer);
    layers(answer.maps);
    address();
  } catch (error) {
    if (error.name !== "AbortError") problem(error.message);
  }
}

// The server forgets pictures that were not asked about for long.
async function again(call) {
  try { return await call(); } catch (error) {
    if (error.status !== 400 || !/not kept/.test(error.message)) throw error;
    await api.keep(state.picture.blob);
    return call();
  }
}

function layers(maps) {
  const box = at("layers"), legend = box.querySelector("legend");
  const choices = [{ kind: "picture", title: "Picture" }, ...maps];
  const shown = choices.some(c => c.kind === state.layer) ? state.layer : "picture";
  box.replaceChildren(legend, ...choices.map((choice, i) => {
    const label = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: "layer", value: choice.kind, checked: choice.kind === shown });
    radio.addEventListener("change", () => { state.layer = choice.kind; layer(); });
    label.append(radio, ` ${i + 1} ${choice.title}${choice.nothing ? " (next to nothing)" : ""}`);
    return label;
  }));
  layer();
}

function layer() {
  const map = state.answer?.maps.find(m => m.kind === state.layer) ?? null;
  view.setMap(map);
  at("told").textContent = map?.words ?? "";
}

function address() {
  const query = new URLSearchParams({ q: at("question").value.trim() });
  query.set(state.picture.sample ? "sample" : "picture", state.picture.sample ?? state.picture.id);
  if (at("model").value) query.set("model", at("model").value);
  history.replaceState(null, "", `/?${query}`);
}

// Unknown words are told while they are typed; the tokens are letters, digits and apostrophes.
function words() {
  const typed = at("question").value.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  const models = state.models.filter(m => !at("model").value || m.name === at("model").value);
  const unknown = models.map(m => typed.filter(word => !m.known.has(word.replaceAll("'", "")))).sort((a, b) => a.length - b.length)[0] ?? [];
  at("words").textContent = unknown.length ? `Not known to ${models.length > 1 ? "any one model" : models[0].name}: ${[...new Set(unknown)].join(", ")}.` : "";
}

// While the pointer moves there is one question under way at most, and the last state is always asked.
async function live() {
  if (waiting) return;
  waiting = true;
  try {
    let seen;
    do { seen = state.edits; await ask(); } while (seen !== state.edits);
  } finally { waiting = false; }
}

function pin() {
  const box = document.createElement("article"), picture = new Image();
  box.className = "pin";
  picture.src = at("canvas").toDataURL();
  picture.alt = at("told").textContent || "The picture";
  const texts = [state.answer.question, `${state.answer.answer}: ${[state.answer.sureness, rightOf(state.answer)].filter(Boolean).join(", ")}`,
    `${state.answer.model}${view.changed ? ", changed picture" : ""}`];
  const gone = Object.assign(document.createElement("button"), { type: "button", textContent: "Remove" });
  gone.addEventListener("click", () => { box.remove(); at("pins").hidden = !at("pins").children.length; });
  box.append(picture, ...texts.map(text => Object.assign(document.createElement("p"), { textContent: text })), gone);
  at("pins").append(box);
  at("pins").hidden = false;
}

async function save(what) {
  try {
    const blob = what === "json" ? new Blob([JSON.stringify(state.answer, null, 1)], { type: "application/json" })
      : await (await (view.changed ? api.askSent(await view.blob(), { ...values(), picture: undefined }, undefined, `/api/${what}`)
        : again(() => api.askKept(values(), undefined, `/api/${what}`)))).blob();
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: { card: "answer.png", report: "answer.html", json: "answer.json" }[what] });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  } catch (error) { problem(error.message); }
}

at("form").addEventListener("submit", event => { event.preventDefault(); clearTimeout(pause); ask(); });
at("question").addEventListener("input", () => {
  words();
  clearTimeout(pause);
  if (state.picture && at("question").value.trim()) pause = setTimeout(ask, 300);
});
at("model").addEventListener("change", () => { words(); if (state.picture && at("question").value.trim()) ask(); });
at("picture").addEventListener("change", event => { const [file] = event.target.files; if (file) setPicture(file, file.name); });
at("opacity").addEventListener("input", event => { view.strength = event.target.value / 100; view.draw(); });
at("size").addEventListener("input", event => { view.size = event.target.value / 100; });
at("undo").addEventListener("click", () => { view.undo(); state.edits = {}; if (at("question").value.trim()) live(); });
at("pin").addEventListener("click", pin);
for (const tool of document.getElementsByName("tool")) tool.addEventListener("change", () => {
  view.tool = tool.value;
  at("canvas").classList.toggle("brushing", !!tool.value);
});
for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => save(button.dataset.save));
view.onChange = () => { state.edits = {}; if (at("question").value.trim()) live(); };
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text], select, textarea")) return;
  const radio = document.getElementsByName("layer")[Number(event.key) - 1];
  if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change")); }
});
document.addEventListener("paste", event => {
  const [file] = [...event.clipboardData.files].filter(f => f.type.startsWith("image/"));
  if (file) { event.preventDefault(); setPicture(file, file.name); }
});
for (const [name, on] of [["dragover", true], ["dragleave", false], ["drop", false]]) document.addEventListener(name, event => {
  event.preventDefault();
  document.documentElement.classList.toggle("dropping", on);
  const [file] = name === "drop" ? event.dataTransfer.files : [];
  if (file) setPicture(file, file.name);
});

async function start() {
  const [models, samples] = await Promise.all([api.models(), api.samples()]);
  state.models = models.map(m => ({ ...m, known: new Set(m.words) }));
  at("model").append(...models.map(m => new Option(m.name, m.name)));
  at("questions").append(...samples.map(s => new Option(s.question, s.question)));
  const choose = sample => { at("question").value = sample.question; words(); return api.file(`/samples/${sample.name}`).then(blob => setPicture(blob, sample.name, { sample: sample.name })); };
  at("samples").append(...samples.map(sample => {
    const item = document.createElement("li"), button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(Object.assign(new Image(), { src: `/samples/${sample.name}`, alt: `${sample.alt} ${sample.question}`, width: 64, height: 64 }));
    button.addEventListener("click", () => choose(sample));
    item.append(button);
    return item;
  }));
  const query = new URLSearchParams(location.search), sample = samples.find(s => s.name === query.get("sample"));
  if (models.some(m => m.name === query.get("model"))) at("model").value = query.get("model");
  if (query.get("q")) at("question").value = query.get("q");
  words();
  if (sample) await api.file(`/samples/${sample.name}`).then(blob => setPicture(blob, sample.name, { sample: sample.name }));
  else if (query.get("picture")) {
    const id = query.get("picture");
    await api.file(`/api/pictures/${encodeURIComponent(id)}`).then(blob => setPicture(blob, "shared", { id }));
  }
}

start().catch(error => problem(error.message));
