// Calls of the server. A failure is an Error whose message is the server's own line.
async function checked(response) {
  if (response.ok) return response;
  const problem = await response.json().catch(() => null);
  const error = new Error(problem?.title ?? `The server answered ${response.status}.`);
  error.status = response.status;
  throw error;
}

const post = (path, body, signal, type) =>
  fetch(path, { method: "POST", body, signal, headers: type ? { "Content-Type": type } : {} }).then(checked);

export const models = () => fetch("/api/models").then(checked).then(r => r.json());
export const samples = () => fetch("/api/samples").then(checked).then(r => r.json());
export const file = path => fetch(path).then(checked).then(r => r.blob());
export const keep = blob => post("/api/pictures", blob, undefined, "application/octet-stream").then(r => r.json());

export const askKept = (values, signal, path = "/api/ask") => post(path, JSON.stringify(values), signal, "application/json");

export const askSent = (blob, values, signal, path = "/api/ask") => post(path, formOf(blob, values), signal);

export const methods = () => fetch("/api/maps").then(checked).then(r => r.json());

// Server-sent events of a call that takes long: told its progress, 0 to 1, and in the end its result.
export async function makeMap(body, signal, progress) {
  const json = typeof body === "string";
  const response = await fetch("/api/maps", { method: "POST", body, signal,
    headers: { Accept: "text/event-stream", ...(json ? { "Content-Type": "application/json" } : {}) } }).then(checked);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("The server ended before the map was made.");
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
      if (name === "progress") progress(Number(data));
      if (name === "problem") throw new Error(JSON.parse(data).title);
      if (name === "map") return JSON.parse(data);
    }
  }
}

export function formOf(blob, values) {
  const form = new FormData();
  form.append("picture", blob, "changed.bmp");
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== "") form.append(name, value);
  return form;
}
