// An answer in words. Everything from the server goes in as text, never as markup.
const at = id => document.getElementById(id);
const percent = share => share > 0.99 ? "over 99 %" : share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;

function row(head, value, share) {
  const line = document.createElement("tr"), name = document.createElement("th"), bar = document.createElement("td"), number = document.createElement("td");
  name.scope = "row";
  name.textContent = head;
  if (share !== undefined) {
    const meter = Object.assign(document.createElement("meter"), { min: 0, max: 1, value: share });
    meter.setAttribute("aria-hidden", "true");
    bar.append(meter);
  }
  number.textContent = value;
  line.append(name, bar, number);
  return line;
}

function say(id, text) {
  at(id).textContent = text ?? "";
  at(id).hidden = !text;
}

export function rightOf(answer) {
  return answer.certainty.probability === null ? "" : `right with ${percent(answer.certainty.probability)}`;
}

export function show(answer) {
  const certainty = answer.certainty;
  at("answer").hidden = false;
  say("asked", answer.question);
  say("text", answer.answer);
  say("sure", answer.sureness);
  say("right", rightOf(answer) || "how likely it is right is not known");
  say("worth", certainty.held_out_answers
    ? `${Math.floor(certainty.held_out_right * 100 + 1e-9)} of 100 answers called so were right on held-out questions.` : "");
  say("why", certainty.because ? `${certainty.because[0].toUpperCase()}${certainty.because.slice(1)}.` : "");
  say("warning", answer.warning);
  at("candidates").replaceChildren(...answer.candidates.map(c => row(c.text, `${(c.probability * 100).toFixed(1)} %`, c.probability)));
  say("set", certainty.set.length ? `In ${Math.round(certainty.set_coverage * 100)} of 100 such questions the right answer is among: ${certainty.set.join(", ")}.` : "");
  const doubt = answer.uncertainty, nats = value => value.toFixed(2);
  say("doubt", doubt.aleatoric === null ? `Doubt ${nats(doubt.predictive)} nats.`
    : `Doubt ${nats(doubt.predictive)} nats: ${nats(doubt.aleatoric)} in the picture and the question, ${nats(doubt.epistemic)} the model's own.`);
  at("reasons").replaceChildren(...certainty.reasons.slice(0, 6).map(r => row(r.text, `${r.log_odds < 0 ? "−" : "+"}${Math.abs(r.log_odds).toFixed(2)}`)));
  at("maps").replaceChildren(...answer.maps.map(m => Object.assign(document.createElement("li"), { textContent: m.words })));
  say("by", `Answered by the model ${answer.model}.`);
}
