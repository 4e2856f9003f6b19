// Elements in short. What comes from outside goes in as text, never as markup.
export function el(tag, values = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === false) continue;
    if (name in node && name !== "list") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

export const percent = share => share > 0.99 ? "over 99 %" : share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;

export function choice(label, options, change) {
  const select = el("select", {}, ...options.map(([value, text]) => el("option", { value, textContent: text })));
  select.addEventListener("change", () => change(select.value));
  return el("label", {}, `${label} `, select);
}

export function typing(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=radio], [type=checkbox]), select, textarea");
}
