import * as api from "/api.js";
import { View } from "/view.js";
import { show, element } from "/answer.js";
import { Words, tokens } from "/words.js";
import { Compare } from "/compare.js";
import { MoreMaps } from "/more.js";
import { hasCamera, takePicture } from "/camera.js";

const at = id => document.getElementById(id);
const view = new View(at("canvas"), at("told"));
const words = new Words(at("words"), at("question"), () => { unknown(); live(); });
const compare = new Compare(at("pins"), at("pins").querySelector("table"), again);
const more = new MoreMaps(at, body, map => { state.made.push(map); state.layer = map.kind; layers(); }, problem);
const state = { picture: null, answer: null, layer: "attention", models: [], made: [], edits: {} };
let asking = null, sharing = null, waiting = false, pause = 0;
document.documentElement.classList.add("js");
at("picture").required = false;

function problem(text) {
  at("problem").textContent = text;
  at("problem").hidden = !text;
}

const question = () => at("question").value.trim();
const values = () => ({ picture: state.picture.id, question: question(), model: at("model").value || undefined });

// What asks about the picture as it is now: its id, or the changed picture itself.
async function body(rest = {}) {
  return view.changed ? api.formOf(view.blob(), { ...values(), picture: undefined, ...rest }) : JSON.stringify({ ...values(), ...rest });
}

async function call(path, signal, rest = {}) {
  if (view.changed) return api.askSent(view.blob(), { ...values(), picture: undefined, ...rest }, signal, path);
  return kept(() => api.askKept({ ...values(), ...rest }, signal, path));
}

// The server forgets pictures that were not asked about for long.
async function kept(ask) {
  try { return await ask(); } catch (error) {
    if (error.status !== 400 || !/not kept/.test(error.message)) throw error;
    await api.keep(state.picture.blob);
    return ask();
  }
}

async function setPicture(blob, name, { sample, id } = {}) {
  try {
    const bitmap = await createImageBitmap(blob).catch(() => null);
    id ??= (await api.keep(blob)).id;
    state.picture = { id, name, sample, blob };
    state.answer = null;
    // What the browser cannot decode the server can.
    view.setPicture(bitmap ?? await createImageBitmap(await api.file(`/api/pictures/${id}`)));
    at("view").hidden = false;
    at("canvas").setAttribute("aria-label", `The picture ${name}`);
    problem("");
    state.edits = {};
    if (question()) await ask();
    else layers();
  } catch (error) { problem(error.message); }
}

async function ask() {
  if (!state.picture) return problem("Choose a picture first.");
  if (!question()) return problem("Type a question.");
  asking?.abort();
  sharing?.abort();
  const own = asking = new AbortController();
  try {
    const answer = await (await call("/api/ask", own.signal)).json();
    if (own !== asking) return;
    state.answer = answer;
    state.made = [];
    problem("");
    show(answer);
    layers();
    address();
    words.follow();
    at("byword").hidden = false;
    compare.show(pinned);
    if (at("shares").checked) shares();
  } catch (error) {
    if (error.name !== "AbortError") problem(error instanceof TypeError ? "The server cannot be reached; is it still running?" : error.message);
  }
}

// They take some hundred times the work of the answer, which does not wait for them.
async function shares() {
  const own = sharing = new AbortController();
  try {
    const answer = at("shares").checked ? await (await call("/api/ask", own.signal, { shares: true })).json() : null;
    if (own !== sharing) return;
    words.share(answer?.word_doubt);
    at("parts").textContent = answer?.said.parts ?? "";
  } catch (error) { if (error.name !== "AbortError") problem(error.message); }
}

function layers() {
  const box = at("layers"), choices = [{ kind: "picture", title: "Picture" }, ...(state.answer?.maps ?? []), ...state.made];
  const shown = choices.some(c => c.kind === state.layer) ? state.layer : "picture";
  const titles = choices.map((choice, i) => ` ${i + 1} ${choice.title}${choice.nothing ? " (next to nothing)" : ""}`);
  // Not made anew at each stroke of the brush.
  if (box.dataset.titles !== titles.join()) {
    box.dataset.titles = titles.join();
    box.replaceChildren(box.querySelector("legend"), ...choices.map((choice, i) => {
      const radio = element("input", { type: "radio", name: "layer", value: choice.kind });
      radio.addEventListener("change", () => { state.layer = choice.kind; layer(); address(); });
      return element("label", {}, radio, titles[i]);
    }));
  }
  for (const radio of document.getElementsByName("layer")) radio.checked = radio.value === shown;
  layer();
}

function layer() {
  const map = [...(state.answer?.maps ?? []), ...state.made].find(m => m.kind === state.layer) ?? null;
  view.setMap(map);
  at("told").textContent = map?.words ?? "";
}

function address() {
  if (!state.picture) return;
  const query = new URLSearchParams({ q: question() });
  query.set(state.picture.sample ? "sample" : "picture", state.picture.sample ?? state.picture.id);
  if (at("model").value) query.set("model", at("model").value);
  if (state.layer !== "attention") query.set("map", state.layer);
  history.replaceState(null, "", `/?${query}`);
}

// Unknown words are told while they are typed; the tokens are letters, digits and apostrophes.
function unknown() {
  const typed = tokens(at("question").value.toLowerCase());
  const models = state.models.filter(m => !at("model").value || m.name === at("model").value);
  const missing = models.map(m => typed.filter(word => !m.known.has(word.replaceAll("'", "")))).sort((a, b) => a.length - b.length)[0] ?? [];
  at("unknown").textContent = missing.length ? `Not known to ${models.length > 1 ? "any one model" : models[0].name}: ${[...new Set(missing)].join(", ")}.` : "";
  at("vocabulary").replaceChildren(...[...new Set(models.flatMap(m => m.words))].map(word => element("option", { value: word })));
}

// While a word or the picture is changed there is one question under way at most, and the last state is always asked.
async function live() {
  state.edits = {};
  if (waiting || !question() || !state.picture) return;
  waiting = true;
  try {
    let seen;
    do { seen = state.edits; await ask(); } while (seen !== state.edits);
  } finally { waiting = false; }
}

const pinned = () => ({ answer: state.answer, picture: state.picture, model: at("model").value, image: at("canvas").toDataURL("image/jpeg", 0.85),
  alt: `${at("canvas").getAttribute("aria-label")}${view.changed ? ", changed" : ""}. ${at("told").textContent}` });

function again(pin) {
  at("question").value = pin.answer.question;
  at("model").value = pin.model;
  unknown();
  return setPicture(pin.picture.blob, pin.picture.name, pin.picture);
}

async function save(what) {
  try {
    const blob = what === "json" ? new Blob([JSON.stringify(state.answer, null, 1)], { type: "application/json" }) : await (await call(`/api/${what}`)).blob();
    const link = element("a", { href: URL.createObjectURL(blob), download: { card: "answer.png", report: "answer.html", json: "answer.json" }[what] });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  } catch (error) { problem(error.message); }
}

at("form").addEventListener("submit", event => { event.preventDefault(); clearTimeout(pause); ask(); });
at("question").addEventListener("input", () => {
  unknown();
  clearTimeout(pause);
  if (state.picture && question()) pause = setTimeout(ask, 300);
});
at("model").addEventListener("change", () => { unknown(); live(); });
at("picture").addEventListener("change", event => { const [file] = event.target.files; if (file) setPicture(file, file.name); });
at("camera").addEventListener("click", () => takePicture(at("shot")).then(blob => blob && setPicture(blob, "from the camera")).catch(error => problem(`No picture from the camera: ${error.message}`)));
at("opacity").addEventListener("input", event => { view.strength = event.target.value / 100; view.draw(); });
at("size").addEventListener("input", event => { view.size = event.target.value / 100; });
at("undo").addEventListener("click", () => { view.undo(); live(); });
at("shares").addEventListener("change", shares);
at("pin").addEventListener("click", () => compare.pin(pinned));
for (const tool of document.getElementsByName("tool")) tool.addEventListener("change", () => {
  view.tool = tool.value;
  at("canvas").classList.toggle("brushing", !!tool.value);
});
for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => save(button.dataset.save));
view.onChange = live;
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

const sampleOf = sample => api.file(`/samples/${sample.name}`).then(blob => setPicture(blob, sample.name, { sample: sample.name }));

async function start() {
  const [models, samples] = await Promise.all([api.models(), api.samples(), more.start()]);
  state.models = models.map(m => ({ ...m, known: new Set(m.words) }));
  at("model").append(...models.map(m => new Option(m.name, m.name)));
  at("questions").append(...samples.map(s => new Option(s.question, s.question)));
  at("camera").hidden = !hasCamera();
  at("samples").append(...samples.map(sample => {
    const button = element("button", { type: "button" }, element("img", { src: `/samples/${sample.name}`, alt: `${sample.alt} ${sample.question}`, width: 64, height: 64 }));
    button.addEventListener("click", () => { at("question").value = sample.question; unknown(); sampleOf(sample); });
    return element("li", {}, button);
  }));
  const query = new URLSearchParams(location.search), sample = samples.find(s => s.name === query.get("sample"));
  if (models.some(m => m.name === query.get("model"))) at("model").value = query.get("model");
  if (query.get("q")) at("question").value = query.get("q");
  if (query.get("map")) state.layer = query.get("map");
  unknown();
  if (sample) await sampleOf(sample);
  else if (query.get("picture")) {
    const id = query.get("picture");
    await api.file(`/api/pictures/${encodeURIComponent(id)}`).then(blob => setPicture(blob, "shared", { id }));
  }
}

start().catch(error => problem(error.message));
