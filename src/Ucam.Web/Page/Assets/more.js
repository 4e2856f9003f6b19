// Maps that take long, such as RISE: made on demand, with their progress, and stopped on demand.
import * as api from "/api.js";

export class MoreMaps {
  constructor(at, body, onMap, problem) {
    Object.assign(this, { at, body, onMap, problem, making: null });
    at("make").addEventListener("click", () => this.make());
    at("stop").addEventListener("click", () => this.making?.abort());
  }

  async start() {
    this.at("method").append(...(await api.methods()).map(m => new Option(m.title, m.name)));
  }

  busy(on) {
    for (const id of ["progress", "stop"]) this.at(id).hidden = !on;
    this.at("make").disabled = on;
    this.at("progress").value = 0;
  }

  async make() {
    const own = this.making = new AbortController();
    this.busy(true);
    try {
      const map = await api.makeMap(await this.body({ map: this.at("method").value }), own.signal, share => { this.at("progress").value = share; });
      this.onMap(map);
      this.problem("");
    } catch (error) {
      if (error.name !== "AbortError") this.problem(error.message);
    } finally { this.busy(false); }
  }
}
