import { el, percent } from "./parts.js";
import { paint } from "./paint.js";
import { Bands } from "./rows.js";

// The answer that is open: what the model says, why, and the maps over the picture.
export class Detail {
  constructor(box, pictureOf) {
    Object.assign(this, { box, pictureOf, layer: 0 });
  }

  show(row, details, name, extra) {
    this.image = new Image();
    this.maps = details?.maps ?? [];
    this.canvas = el("canvas", { role: "img", "aria-label": `The picture ${name}` });
    this.told = el("p", { className: "told", role: "status" });
    this.layers = el("fieldset", { className: "layers" }, el("legend", { textContent: "Show (up, down)" }),
      ...[{ title: "Picture" }, ...this.maps].map((map, i) => {
        const radio = el("input", { type: "radio", name: "layer", value: i });
        radio.addEventListener("change", () => { this.layer = i; this.draw(); });
        return el("label", {}, radio, ` ${map.title}${map.nothing ? " (next to nothing)" : ""}`);
      }));
    const source = this.pictureOf(row.picture);
    this.layer = Math.min(this.layer, this.maps.length);
    this.box.replaceChildren(...this.head(row, details, name), extra ?? "",
      ...(source ? [el("div", { className: "frame" }, this.canvas), this.maps.length ? this.layers : "", this.told] : []), ...this.more(row, details));
    this.image.addEventListener("load", () => this.draw());
    this.image.addEventListener("error", () => { this.told.textContent = "The picture cannot be shown."; });
    if (source) this.image.src = source;
  }

  head(row, details, name) {
    const answer = el("p", { className: "answer" }, el("strong", { textContent: row.answer }), " ",
      el("span", { className: `pill c${row.step}`, textContent: Bands[row.step] }), " ",
      el("span", { className: "right", textContent: row.certainty === undefined ? "" : `right with ${percent(row.certainty)}` }));
    return [el("p", { className: "file", textContent: name }), el("h2", { textContent: row.question, tabIndex: -1 }),
      details?.warning ? el("p", { className: "warn", role: "note", textContent: details.warning }) : "", answer,
      row.truth === undefined ? "" : el("p", { className: row.right ? "is-right" : "is-wrong",
        textContent: `Counts as ${row.right ? "right" : "wrong"}; people mostly say ${row.truth}.` })];
  }

  more(row, details) {
    if (!details) return [];
    const lines = ["worth", "why", "set", "doubt"].filter(key => details[key]).map(key => el("p", { className: key, textContent: details[key] }));
    if (details.by) lines.push(el("p", { className: "by", textContent: `Answered by the model ${details.by}.` }));
    if (details.candidates?.length) lines.push(el("table", { className: "bars" }, el("caption", { textContent: "Most likely answers" }),
      el("tbody", {}, ...details.candidates.map(c => el("tr", {}, el("th", { scope: "row", textContent: c.text }),
        el("td", {}, el("meter", { min: 0, max: 1, value: c.probability ?? 0, "aria-hidden": "true" })), el("td", { textContent: percent(c.probability ?? 0) }))))));
    const told = this.maps.map(map => el("li", { textContent: map.words }));
    if (told.length) lines.push(el("ul", { className: "words" }, ...told));
    for (const [name, value] of Object.entries(details.columns ?? {})) lines.push(el("p", { className: "column", textContent: `${name}: ${value}` }));
    return lines;
  }

  step(by) {
    if (!this.maps?.length) return;
    this.layer = (this.layer + by + this.maps.length + 1) % (this.maps.length + 1);
    this.draw();
  }

  draw() {
    if (!this.image.naturalWidth) return;
    const map = this.layer > 0 ? this.maps[this.layer - 1] : null;
    paint(this.canvas, this.image, map);
    this.told.textContent = map?.words ?? "";
    this.layers.querySelectorAll("input").forEach((radio, i) => { radio.checked = i === this.layer; });
  }
}
