"use strict";
(() => {
  const tools = document.getElementById("tools");
  if (!tools) return;
  const main = document.getElementById("entries");
  const entries = Array.from(main.children);
  const value = id => document.getElementById(id).value;
  const number = (entry, key) => Number(entry.dataset[key]);
  const right = (entry, unknown) => "right" in entry.dataset ? number(entry, "right") : unknown;
  const orders = {
    order: (a, b) => number(a, "order") - number(b, "order"),
    // Where it is not known how likely an answer is right, it comes last either way.
    right: (a, b) => right(b, -1) - right(a, -1),
    wrong: (a, b) => right(a, 2) - right(b, 2),
    sure: (a, b) => number(a, "certainty") - number(b, "certainty") || orders.right(a, b) || number(a, "doubt") - number(b, "doubt"),
    unsure: (a, b) => orders.sure(b, a),
  };
  const wanted = (entry, filter) => filter === "" ? true : filter === "warn" ? "warn" in entry.dataset : entry.dataset.certainty === filter;
  const arrange = () => {
    const filter = value("filter");
    entries.forEach(entry => { entry.hidden = !wanted(entry, filter); });
    main.append(...entries.slice().sort(orders[value("sort")]));
    const shown = entries.filter(entry => !entry.hidden).length;
    document.getElementById("shown").textContent = shown + " of " + entries.length + " shown";
  };
  const look = () => document.querySelectorAll(".views input[value='" + value("view") + "']").forEach(input => { input.checked = true; });
  ["sort", "filter"].forEach(id => document.getElementById(id).addEventListener("change", arrange));
  document.getElementById("view").addEventListener("change", look);
  tools.addEventListener("submit", event => event.preventDefault());
  tools.hidden = false;
  arrange();
})();
