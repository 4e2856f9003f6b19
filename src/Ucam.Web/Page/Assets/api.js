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

export function askSent(blob, values, signal, path = "/api/ask") {
  const form = new FormData();
  form.append("picture", blob, "changed.png");
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== "") form.append(name, value);
  return post(path, form, signal);
}
