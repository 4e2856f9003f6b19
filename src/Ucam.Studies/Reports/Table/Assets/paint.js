// Maps as small arrays, painted over a picture in grey so that all colour is the map's.
const Side = 448;
const Viridis = ["440154", "481a6c", "472f7d", "414487", "39568c", "31688e", "2a788e", "23888e", "1f988b", "22a884", "35b779", "54c568",
  "7ad151", "a5db36", "d2e21b", "fde725"].map(hex => [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16)));

function colourOf(value) {
  const at = value / 255 * (Viridis.length - 1), low = Math.floor(at), high = Math.min(low + 1, Viridis.length - 1);
  return Viridis[low].map((c, i) => c + (Viridis[high][i] - c) * (at - low));
}

function layerOf(map) {
  const layer = Object.assign(document.createElement("canvas"), { width: map.columns, height: map.rows });
  const pixels = new ImageData(map.columns, map.rows);
  Uint8Array.from(atob(map.values), c => c.charCodeAt(0)).forEach((value, i) => pixels.data.set([...colourOf(value), map.nothing ? 0 : value], i * 4));
  layer.getContext("2d").putImageData(pixels, 0, 0);
  return layer;
}

export function paint(canvas, image, map) {
  const scale = Side / Math.max(image.naturalWidth, image.naturalHeight, 1), context = canvas.getContext("2d");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  context.filter = map ? "grayscale(1)" : "none";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  context.filter = "none";
  if (!map) return;
  context.globalAlpha = 0.8;
  context.imageSmoothingQuality = "high";
  context.drawImage(layerOf(map), 0, 0, canvas.width, canvas.height);
  context.globalAlpha = 1;
}
