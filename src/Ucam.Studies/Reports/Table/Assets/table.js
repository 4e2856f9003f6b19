import { el, percent, choice, typing } from "./parts.js";
import { LongList } from "./list.js";
import { Bands, Orders, arranged, counted, prepared } from "./rows.js";
import { Detail } from "./detail.js";

// Answers to look through: search, sort, filters and threshold above, rows on the left, the open answer on the right.
export class AnswerTable {
  constructor(root, data, ways) {
    Object.assign(this, { root, data, ways, rows: prepared(data) });
    this.view = { order: "number", falls: false, type: "", answer: "", band: "", truth: "", strange: "", decided: "", words: [], grouped: false };
    this.box = el("div", { className: "rows", role: "listbox", tabIndex: 0, "aria-label": "Answers" });
    this.pane = el("section", { className: "pane", "aria-label": "The open answer", tabIndex: 0, hidden: true });
    this.back = el("button", { type: "button", className: "back", textContent: "Back to the list" });
    this.inside = el("div", { className: "inside" });
    this.pane.append(this.back, this.inside);
    this.count = el("output", { className: "shown" });
    this.detail = new Detail(this.inside, ways.picture);
    this.panes = el("div", { className: "panes" }, this.box, this.pane);
    root.replaceChildren(this.tools(), this.threshold(), this.panes);
    this.list = new LongList(this.box, item => this.draw(item), item => this.open(item.row));
    this.box.addEventListener("click", () => this.near());
    this.back.addEventListener("click", () => this.close());
    document.addEventListener("keydown", event => this.key(event));
    this.arrange();
  }

  tools() {
    const { rows, view } = this, set = key => value => { view[key] = value; this.arrange(); };
    const search = this.search = el("input", { type: "search", placeholder: "question, answer, picture", "aria-label": "Search" });
    search.addEventListener("input", () => set("words")(search.value.toLowerCase().split(/\s+/).filter(Boolean)));
    const turn = this.turn = el("button", { type: "button", textContent: "↑", title: "Turn the order around", "aria-label": "Turn the order around" });
    turn.addEventListener("click", () => { view.falls = !view.falls; this.turned(); this.arrange(); });
    const orders = Orders.filter(([key]) => key === "number" || rows.some(row => row[key] !== undefined && (key !== "queue" || row.queue)));
    const order = choice("Sort by", orders.map(([key, title]) => [key, title]), key => {
      view.falls = Orders.find(o => o[0] === key)[2];
      this.turned();
      set("order")(key);
    });
    order.querySelector("select").value = view.order = this.ways.order ?? "number";
    const grouped = el("input", { type: "checkbox" });
    grouped.addEventListener("change", () => set("grouped")(grouped.checked));
    const facets = [["type", "Type", counted(rows, "type")], ["answer", "Answer", counted(rows, "answer")],
      ["band", "Certainty", counted(rows, "step").sort((a, b) => a[0] - b[0]).map(([step, n]) => [step, n, Bands[step]])]]
      .filter(([, , counts]) => counts.length > 1).map(([key, title, counts]) =>
        choice(title, [["", "all"], ...counts.map(([value, n, name]) => [value, `${name ?? value} (${n})`])], set(key)));
    const more = [];
    if (rows.some(row => row.right !== undefined)) more.push(choice("Truth", [["", "all"], ["right", "right"], ["wrong", "wrong"], ["unknown", "not known"]], set("truth")));
    if (rows.some(row => row.unfamiliar)) more.push(choice("Unfamiliar", [["", "all"], ["yes", "only"], ["no", "without"]], set("strange")));
    if (this.ways.decided) more.push(choice("Decided", [["", "all"], ["no", "not yet"], ["accept", "accepted"], ["reject", "rejected"], ["correct", "corrected"]], set("decided")));
    const form = el("form", { className: "tools" }, search, el("span", { className: "order" }, order, turn), ...facets, ...more,
      el("label", {}, grouped, " grouped by answer"), this.count);
    form.addEventListener("submit", event => event.preventDefault());
    return form;
  }

  turned() { this.turn.textContent = this.view.falls ? "↓" : "↑"; }

  threshold() {
    const words = this.data.thresholds ?? [];
    if (!words.length) return "";
    const told = el("output", { className: "told", id: "threshold-told" });
    const range = el("input", { type: "range", id: "threshold", min: 0, max: words.length - 1, value: 80, "aria-describedby": "threshold-told" });
    const tell = () => { told.textContent = words[range.value]; };
    range.addEventListener("input", tell);
    tell();
    return el("div", { className: "threshold" }, el("label", { htmlFor: "threshold", textContent: "Answer alone from P(right)" }), range, told);
  }

  arrange() {
    const items = arranged(this.rows, this.view, this.ways.decided), open = this.openRow;
    this.list.set(items, open ? items.findIndex(item => item.row === open) : -1);
    const shown = this.view.grouped ? items.filter(item => item.row).length : items.length;
    this.count.textContent = `${shown.toLocaleString("en")} of ${this.rows.length.toLocaleString("en")} shown`;
  }

  draw(item) {
    if (item.head !== undefined) return el("div", { className: "row group", role: "presentation" },
      el("b", { textContent: item.head }), ` ${item.members.length.toLocaleString("en")} answers`);
    const { row } = item, made = this.ways.decided?.(row), source = this.ways.thumb(row.picture);
    const right = row.certainty === undefined ? (row.probability === undefined ? "" : `${percent(row.probability)} probable`) : percent(row.certainty);
    return el("div", { className: `row${made?.pending ? " pending" : ""}`, role: "option" },
      source ? el("img", { "data-src": source, alt: "", width: 48, height: 48, decoding: "async" }) : el("span", { className: "no-picture" }),
      el("span", { className: "q", textContent: row.question }), el("b", { className: "a", textContent: row.answer }),
      el("span", { className: "n" }, el("span", { className: `dot c${row.step}` }), `${right} ${Bands[row.step]}`),
      el("span", { className: "mark", textContent: [made ? made.words : "", row.right === undefined ? "" : row.right ? "right" : "wrong", row.unfamiliar ? "unfamiliar" : ""]
        .filter(Boolean).join(", ") }));
  }

  async open(row) {
    this.openRow = row;
    this.pane.hidden = false;
    this.root.classList.add("opened");
    const details = await this.ways.details(row);
    if (this.openRow === row) this.detail.show(row, details, this.data.pictures[row.picture] ?? "", this.ways.extra?.(row, details));
  }

  go(by) {
    this.list.step(by);
    this.near();
  }

  // What was chosen is brought into view with its answer.
  near() { this.panes.scrollIntoView({ block: "nearest" }); }

  close() {
    this.root.classList.remove("opened");
    this.box.focus();
  }

  // A row whose decision changed.
  changed(row) {
    this.list.again(this.list.items.findIndex(item => item.row === row));
  }

  key(event) {
    if (typing(event)) {
      if (event.key === "Escape" && event.target === this.search) this.box.focus();
      return;
    }
    const act = { j: () => this.go(1), k: () => this.go(-1), ArrowDown: () => this.detail.step(1), ArrowUp: () => this.detail.step(-1),
      "/": () => this.search.focus(), Escape: () => this.close(), ...this.ways.keys }[event.key];
    if (!act || (event.key.startsWith("Arrow") && !this.openRow)) return;
    event.preventDefault();
    act();
  }
}
