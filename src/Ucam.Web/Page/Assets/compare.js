// Answers side by side: those that were pinned, and the one that is shown, which changes with what is asked.
import { element } from "/answer.js";

const Rows = [
  ["Question", a => a.question], ["Answer", a => a.answer], ["How sure", a => a.said.sure], ["Why", a => a.said.why],
  ["Other answers", a => a.candidates.slice(1, 4).map(c => `${c.text} ${Math.round(c.probability * 100)} %`).join(", ")],
  ["Doubt", a => a.said.doubt], ["Where it looked", a => a.maps.find(m => m.kind === "attention")?.words ?? ""], ["Model", a => a.model],
];

export class Compare {
  constructor(box, table, onBack) {
    Object.assign(this, { box, table, onBack, pins: [], now: null });
  }

  // A view is an answer with the picture as it is seen and what asks it again.
  pin(view) {
    this.now = view();
    this.pins.push({ ...this.now });
    this.draw();
    this.box.scrollIntoView({ block: "nearest" });
  }

  // The picture is copied only where there is something to compare with.
  show(view) {
    if (!this.pins.length) return;
    this.now = view();
    this.draw();
  }

  draw() {
    this.box.hidden = !this.pins.length;
    if (this.box.hidden) return;
    const shown = [this.now, ...this.pins];
    const head = element("tr", {}, element("td"), ...shown.map((view, i) => this.head(view, i)));
    const lines = Rows.map(([name, of]) => {
      const first = of(shown[0].answer);
      const cells = shown.map(view => element("td", { className: of(view.answer) === first ? "" : "differs", textContent: of(view.answer) ?? "" }));
      return element("tr", {}, element("th", { scope: "row", textContent: name }), ...cells);
    });
    this.table.replaceChildren(this.table.caption, element("thead", {}, head), element("tbody", {}, ...lines));
  }

  head(view, i) {
    const name = view === this.now ? "Now" : `Pinned ${i}`;
    const cell = element("th", { scope: "col" }, element("span", { textContent: name }),
      element("img", { src: view.image, alt: view.alt }));
    if (view === this.now) return cell;
    const back = element("button", { type: "button", textContent: "Ask again" }), gone = element("button", { type: "button", textContent: "Remove" });
    back.setAttribute("aria-label", `Ask again what is pinned ${i}`);
    gone.setAttribute("aria-label", `Remove what is pinned ${i}`);
    back.addEventListener("click", () => this.onBack(view));
    gone.addEventListener("click", () => { this.pins = this.pins.filter(pin => pin !== view); this.draw(); });
    cell.append(back, gone);
    return cell;
  }
}
