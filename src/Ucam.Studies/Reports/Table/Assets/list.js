// A long list of which only what is seen stands in the document.
const Spare = 6;

export class LongList {
  constructor(box, draw, open) {
    Object.assign(this, { box, draw, open, items: [], at: -1, shown: new Map() });
    this.inner = document.createElement("div");
    this.inner.className = "rows-inner";
    this.inner.setAttribute("role", "presentation");
    box.append(this.inner);
    box.addEventListener("scroll", () => this.later(), { passive: true });
    box.addEventListener("click", event => {
      const node = event.target.closest("[data-at]");
      if (node) this.choose(Number(node.dataset.at));
    });
    new ResizeObserver(() => this.later()).observe(box);
  }

  get height() { return this.rowHeight ??= parseFloat(getComputedStyle(this.box).getPropertyValue("--row")) || 64; }

  set(items, at) {
    this.items = items;
    this.inner.style.height = `${items.length * this.height}px`;
    this.clear();
    this.at = at;
    this.box.scrollTop = 0;
    this.fill();
  }

  clear() {
    this.shown.clear();
    this.inner.replaceChildren();
  }

  later() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(() => { this.waits = false; this.fill(); });
  }

  fill() {
    const from = Math.max(0, Math.floor(this.box.scrollTop / this.height) - Spare);
    const to = Math.min(this.items.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / this.height) + Spare);
    for (const [at, node] of this.shown) if (at < from || at >= to) { node.remove(); this.shown.delete(at); }
    for (let at = from; at < to; at++) if (!this.shown.has(at)) this.add(at);
    clearTimeout(this.rests);
    this.rests = setTimeout(() => this.load(), 80);
  }

  // Pictures are fetched once scrolling rests, not for rows that fly by.
  load() {
    for (const image of this.inner.querySelectorAll("img[data-src]")) {
      image.src = image.dataset.src;
      delete image.dataset.src;
    }
  }

  add(at) {
    const node = this.draw(this.items[at]);
    node.dataset.at = at;
    node.id = `row-${at}`;
    node.style.top = `${at * this.height}px`;
    node.setAttribute("aria-posinset", at + 1);
    node.setAttribute("aria-setsize", this.items.length);
    node.setAttribute("aria-selected", at === this.at);
    this.shown.set(at, node);
    this.inner.append(node);
  }

  again(at) {
    const node = this.shown.get(at);
    if (!node) return;
    node.remove();
    this.add(at);
    this.load();
  }

  // The next item in a direction that can be opened; heads of groups cannot.
  step(by) {
    let at = this.at + by;
    while (this.items[at]?.head !== undefined) at += by;
    if (this.items[at]) this.choose(at);
  }

  choose(at) {
    if (!this.items[at] || this.items[at].head !== undefined) return;
    const before = this.at;
    this.at = at;
    this.reveal(at);
    this.fill();
    for (const each of [before, at]) this.shown.get(each)?.setAttribute("aria-selected", each === at);
    this.box.setAttribute("aria-activedescendant", `row-${at}`);
    this.open(this.items[at]);
  }

  reveal(at) {
    const top = at * this.height, box = this.box;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + this.height > box.scrollTop + box.clientHeight) box.scrollTop = top + this.height - box.clientHeight;
  }
}
