import { AnswerTable } from "./table.js";

// The table of a report, whose data and pictures stand in the page.
const data = JSON.parse(document.getElementById("table").textContent);
const pictures = new Map([...document.querySelectorAll("#plain img")].map(image => [Number(image.dataset.picture), image.getAttribute("src")]));
const source = picture => pictures.get(picture);
const table = new AnswerTable(document.getElementById("app"), data, { thumb: source, picture: source, details: row => data.details[row.number] });
if (data.rows.length > 0 && (data.rows.length === 1 || matchMedia("(min-width: 60rem)").matches)) table.list.choose(0);
