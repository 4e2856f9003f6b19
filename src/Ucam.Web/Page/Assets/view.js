// The picture with a map over it, the grid that is read with arrow keys, and the brush.
const Side = 448;
const Viridis = ["440154", "481a6c", "472f7d", "414487", "39568c", "31688e", "2a788e", "23888e", "1f988b", "22a884", "35b779", "54c568",
  "7ad151", "a5db36", "d2e21b", "fde725"].map(hex => [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16)));

function colour(value) {
  const at = value / 255 * (Viridis.length - 1), low = Math.floor(at), high = Math.min(low + 1, Viridis.length - 1);
  return Viridis[low].map((c, i) => c + (Viridis[high][i] - c) * (at - low));
}

function canvasOf(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

export class View {
  constructor(canvas, told) {
    this.canvas = canvas;
    this.told = told;
    this.context = canvas.getContext("2d");
    this.map = null;
    this.strength = 0.8;
    this.tool = "";
    this.size = 0.1;
    this.cell = [0, 0];
    this.showCell = false;
    this.onChange = () => {};
    canvas.addEventListener("keydown", e => this.key(e));
    canvas.addEventListener("blur", () => { this.showCell = false; this.draw(); });
    canvas.addEventListener("pointerdown", e => this.begin(e));
    canvas.addEventListener("pointermove", e => { if (this.painting) this.paint(e); });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { this.painting = false; });
  }

  setPicture(bitmap) {
    const scale = Side / Math.max(bitmap.width, bitmap.height);
    const width = Math.max(1, Math.round(bitmap.width * scale)), height = Math.max(1, Math.round(bitmap.height * scale));
    this.original = canvasOf(width, height);
    this.original.getContext("2d").drawImage(bitmap, 0, 0, width, height);
    Object.assign(this.canvas, { width, height });
    this.map = null;
    this.undo();
  }

  undo() {
    this.edited = canvasOf(this.original.width, this.original.height);
    this.edited.getContext("2d", { willReadFrequently: true }).drawImage(this.original, 0, 0);
    this.changed = false;
    this.draw();
  }

  setMap(map) {
    this.map = map;
    this.layer = null;
    if (map) {
      const values = Uint8Array.from(atob(map.values), c => c.charCodeAt(0));
      this.values = values;
      this.layer = canvasOf(map.columns, map.rows);
      const pixels = new ImageData(map.columns, map.rows);
      values.forEach((value, i) => pixels.data.set([...colour(value), map.nothing ? 0 : value], i * 4));
      this.layer.getContext("2d").putImageData(pixels, 0, 0);
      this.cell = this.cell.map((at, i) => Math.min(at, (i ? map.columns : map.rows) - 1));
    }
    this.draw();
  }

  draw() {
    if (!this.edited) return;
    const { context, canvas } = this;
    context.filter = this.layer ? "grayscale(1)" : "none";
    context.drawImage(this.edited, 0, 0);
    context.filter = "none";
    if (!this.layer) return;
    context.globalAlpha = this.strength;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.layer, 0, 0, canvas.width, canvas.height);
    context.globalAlpha = 1;
    if (!this.showCell) return;
    const [row, column] = this.cell, width = canvas.width / this.map.columns, height = canvas.height / this.map.rows;
    context.lineWidth = 3;
    for (const [style, inset] of [["#000", 0], ["#fff", 2]]) {
      context.strokeStyle = style;
      context.strokeRect(column * width + inset, row * height + inset, width - 2 * inset, height - 2 * inset);
    }
  }

  key(event) {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step || !this.map) return;
    event.preventDefault();
    const limits = [this.map.rows, this.map.columns];
    if (this.showCell) this.cell = this.cell.map((at, i) => Math.min(Math.max(at + step[i], 0), limits[i] - 1));
    this.showCell = true;
    const [row, column] = this.cell, share = Math.round(this.values[row * this.map.columns + column] / 2.55);
    this.told.textContent = `${this.map.title}: row ${row + 1} of ${limits[0]}, column ${column + 1} of ${limits[1]}: ${share} % of its highest.`;
    this.draw();
  }

  begin(event) {
    if (!this.tool || event.button !== 0) return;
    this.painting = true;
    this.canvas.setPointerCapture(event.pointerId);
    this.paint(event);
  }

  paint(event) {
    const box = this.canvas.getBoundingClientRect(), context = this.edited.getContext("2d");
    const x = (event.clientX - box.left) * this.canvas.width / box.width, y = (event.clientY - box.top) * this.canvas.height / box.height;
    context.save();
    context.beginPath();
    context.arc(x, y, this.size * Math.max(this.canvas.width, this.canvas.height) / 2, 0, 2 * Math.PI);
    context.clip();
    if (this.tool === "grey") { context.fillStyle = "#808080"; context.fillRect(0, 0, this.canvas.width, this.canvas.height); }
    else {
      if (this.tool === "blur") context.filter = `blur(${Math.round(this.canvas.width / 40)}px)`;
      context.drawImage(this.original, 0, 0);
    }
    context.restore();
    this.changed = true;
    this.draw();
    this.onChange();
  }

  // A BMP, written at once: browsers encode a PNG when they are idle, which they are not while somebody paints.
  blob() {
    const { width, height } = this.edited, { data } = this.edited.getContext("2d").getImageData(0, 0, width, height);
    const start = 54, line = Math.ceil(width * 3 / 4) * 4, file = new Uint8Array(start + line * height), head = new DataView(file.buffer);
    file.set([0x42, 0x4d]);
    for (const [at, value] of [[2, file.length], [10, start], [14, 40], [18, width], [22, height], [34, line * height]]) head.setUint32(at, value, true);
    head.setUint16(26, 1, true);
    head.setUint16(28, 24, true);
    for (let y = 0, from = 0; y < height; y++)
      for (let x = 0, to = start + (height - 1 - y) * line; x < width; x++, from += 4, to += 3) {
        file[to] = data[from + 2];
        file[to + 1] = data[from + 1];
        file[to + 2] = data[from];
      }
    return new Blob([file], { type: "image/bmp" });
  }
}
