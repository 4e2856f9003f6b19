// An answer as the server words it. Everything from the server goes in as text, never as markup.
const at = id => document.getElementById(id);

export function element(name, fields = {}, ...children) {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...children);
  return made;
}

function row(head, value, share) {
  const bar = element("td");
  if (share !== undefined) {
    bar.append(element("meter", { min: 0, max: 1, value: share }));
    bar.firstChild.setAttribute("aria-hidden", "true");
  }
  return element("tr", {}, element("th", { scope: "row", textContent: head }), bar, element("td", { textContent: value }));
}

// A map by thirds of the picture, for those who do not see it or want its numbers.
function thirds(map) {
  const cells = at => map.thirds.slice(at, at + 3).map(share => element("td", { textContent: `${Math.round(share * 100)} %` }));
  return element("table", { className: "thirds" }, element("caption", { textContent: map.words }),
    element("thead", {}, element("tr", {}, element("td"), ...["left", "middle", "right"].map(c => element("th", { scope: "col", textContent: c })))),
    element("tbody", {}, ...["upper", "middle", "lower"].map((r, i) => element("tr", {}, element("th", { scope: "row", textContent: r }), ...cells(3 * i)))));
}

function say(id, text) {
  at(id).textContent = text ?? "";
  at(id).hidden = !text;
}

export const signed = (value, digits = 2) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;

export function show(answer) {
  const said = answer.said;
  at("answer").hidden = false;
  say("asked", answer.question);
  say("text", answer.answer);
  say("sure", said.sure);
  for (const part of ["worth", "why", "set", "doubt"]) say(part, said[part]);
  say("warning", answer.warning);
  at("candidates").replaceChildren(...answer.candidates.map(c => row(c.text, `${(c.probability * 100).toFixed(1)} %`, c.probability)));
  at("reasons").replaceChildren(...answer.certainty.reasons.slice(0, 6).map(r => row(r.text, signed(r.log_odds))));
  at("maps").replaceChildren(...answer.maps.map(m => m.thirds ? thirds(m) : element("p", { textContent: m.words })));
  say("by", `Answered by the model ${answer.model}.`);
}
