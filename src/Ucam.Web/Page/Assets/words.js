// The question word by word: each can be changed, and what it does to the doubt stands below it.
import { element, signed } from "/answer.js";

const Most = 30;
export const tokens = text => text.match(/[\p{L}\p{N}']+/gu) ?? [];

export class Words {
  constructor(box, question, onEdit) {
    Object.assign(this, { box, question, onEdit, fields: [] });
  }

  // Made anew when the question was changed elsewhere, but not below the hands of who writes in it.
  follow(anew = false) {
    const words = tokens(this.question.value).slice(0, Most);
    if (!anew && words.join(" ") === this.fields.map(f => f.value.trim()).filter(Boolean).join(" ")) return;
    this.fields = words.map((word, i) => this.field(word, i));
    this.box.replaceChildren(...this.fields.map(field => element("li", {}, field, element("span", { className: "share" }))));
  }

  field(word, i) {
    const field = element("input", { type: "text", value: word, size: Math.max(word.length, 3), autocomplete: "off" });
    field.setAttribute("list", "vocabulary");
    field.setAttribute("aria-label", `Word ${i + 1}`);
    field.addEventListener("input", () => {
      field.size = Math.max(field.value.length, 3);
      this.question.value = this.fields.map(f => f.value.trim()).filter(Boolean).join(" ") + (/[?.!]\s*$/.exec(this.question.value)?.[0] ?? "");
      this.onEdit();
    });
    field.addEventListener("change", () => this.follow(true));
    return field;
  }

  // What each word changes of the doubt, in nats; nothing where the server tells none, or tells the question as one.
  share(words) {
    const told = words?.length === this.fields.filter(f => f.value.trim()).length ? [...words] : [];
    const most = Math.max(...told.map(w => Math.abs(w.nats)), 1e-9);
    for (const field of this.fields) {
      const share = field.nextSibling, word = field.value.trim() && told.shift();
      share.textContent = word ? signed(word.nats) : "";
      share.style.setProperty("--share", word ? Math.abs(word.nats) / most : 0);
      share.classList.toggle("raises", !!word && word.nats > 0);
    }
  }
}
