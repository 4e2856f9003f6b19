// Lines over epochs as SVG: the colours are told apart by dashes as well, and the numbers stand in the tables below.
const Width = 480, Height = 260, Left = 52, Bottom = 34, Top = 10, Right = 8, Lines = 8;

function svg(name, fields, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(fields)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Round numbers, about so many.
function ticks(low, high, about) {
  const rough = (high - low) / about || 1, unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 5].find(by => by * unit >= rough) ?? 10), first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

export function chart(title, series) {
  const points = series.flatMap(s => s.points), xs = points.map(p => p[0]), ys = points.map(p => p[1]);
  const bounds = values => values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);
  let [x0, x1] = bounds(xs), [y0, y1] = bounds(ys);
  if (x0 === x1) x1 = x0 + 1;
  if (y0 === y1) { y0 -= 0.5; y1 += 0.5; }
  const x = v => Left + (v - x0) / (x1 - x0) * (Width - Left - Right), y = v => Height - Bottom - (v - y0) / (y1 - y0) * (Height - Bottom - Top);
  const told = value => String(Number(value.toPrecision(3)));
  const last = series.filter(s => s.points.length).slice(0, Lines).map(s => `${s.name} ${told(s.points.at(-1)[1])}`);
  const picture = svg("svg", { viewBox: `0 0 ${Width} ${Height}`, role: "img", "aria-label": `${title} by epoch; last: ${last.join("; ")}` },
    ...ticks(y0, y1, 5).flatMap(v => [svg("line", { x1: Left, x2: Width - Right, y1: y(v), y2: y(v), class: "grid" }),
      svg("text", { x: Left - 6, y: y(v) + 4, "text-anchor": "end" }, told(v))]),
    ...ticks(x0, x1, 6).filter(Number.isInteger).map(v => svg("text", { x: x(v), y: Height - Bottom + 18, "text-anchor": "middle" }, told(v))),
    ...series.map((s, i) => svg(s.points.length > 1 ? "polyline" : "circle", s.points.length > 1
      ? { points: s.points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" "), class: `line line${i % Lines}` }
      : { cx: x(s.points[0]?.[0] ?? x0), cy: y(s.points[0]?.[1] ?? y0), r: s.points.length ? 3 : 0, class: `dot line${i % Lines}` })));
  return points.length ? picture : null;
}

export function legend(series) {
  const list = document.createElement("ul");
  list.className = "legend";
  list.append(...series.map((s, i) => {
    const item = document.createElement("li");
    item.append(svg("svg", { viewBox: "0 0 24 8", "aria-hidden": "true" }, svg("polyline", { points: "0,4 24,4", class: `line line${i % Lines}` })), ` ${s.name}`);
    return item;
  }));
  return list;
}
