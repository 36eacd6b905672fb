"use strict";
// The rows come as data; whatever is shown of them goes through textContent, never through markup.
const STEP = 200; // rows drawn at once: the first screenful is there while the rest waits to be asked for
const FIELDS = { place: 0, link: 1, headline: 2, original: 3, bullet: 4, date: 5, sentences: 6, flagged: 7, score: 8, flags: 9, names: 10, more: 11 };
const rows = JSON.parse(document.getElementById("data").textContent);
const flagNames = JSON.parse(document.getElementById("flags").textContent);
const body = document.getElementById("rows");
const words = document.getElementById("words");
const flag = document.getElementById("flag");
const shown = document.getElementById("shown");
const further = document.getElementById("further");
const headings = [...document.querySelectorAll("[data-sort]")];
const names = [...document.querySelectorAll(".name")];
let found = rows;
let drawn = 0;
let wanted = null; // the number of the name that is filtered by

// Alef forms, ta marbuta, alef maqsura, tatweel, short vowels, digits and Latin accents make no difference.
function fold(text) {
  return text.normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u2066-\u2069]/g, "")
    .replace(/[\u0671\u0672\u0673]/g, "\u0627").replace(/\u0629/g, "\u0647").replace(/[\u0649\u06cc]/g, "\u064a").replace(/\u06a9/g, "\u0643")
    .replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660).replace(/[\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) - 0x6f0);
}

const folded = new Map(); // row → what is searched, made when it is first needed
function text(row) {
  if (!folded.has(row)) folded.set(row, fold([row[0], row[2], row[3], row[4], row[11]].join("\n")));
  return folded.get(row);
}

const share = (row) => row[FIELDS.flagged] / Math.max(row[FIELDS.sentences], 1);
const value = (row, key) => (key === "share" ? share(row) : row[key]);

function select() {
  const terms = fold(words.value).split(/\s+/).filter(Boolean);
  const number = flagNames.indexOf(flag.value);
  found = rows.filter((row) =>
    terms.every((term) => text(row).includes(term)) &&
    (flag.value === "" || (flag.value === "look" ? row[FIELDS.flagged] > 0 : row[FIELDS.flags].includes(number))) &&
    (wanted === null || row[FIELDS.names].includes(wanted)));
  const heading = headings.find((button) => button.parentNode.ariaSort !== "none");
  if (heading) {
    const key = heading.dataset.sort;
    const sign = heading.parentNode.ariaSort === "ascending" ? 1 : -1;
    found.sort((a, b) => {
      const [x, y] = [value(a, key), value(b, key)];
      if (x === null || x === "" || y === null || y === "") return (x === null || x === "") - (y === null || y === "");
      return sign * (typeof x === "string" ? x.localeCompare(y, ["en", "ar"]) : x - y);
    });
  }
  body.replaceChildren();
  drawn = 0;
  draw();
  shown.textContent = found.length === rows.length ? rows.length + " articles" : found.length + " of " + rows.length + " articles";
}

function node(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, content] of Object.entries(attributes)) made.setAttribute(name, content);
  return made;
}

function line(row) {
  const [place, link, headline, original, bullet, date, sentences, flagged, score] = row;
  const made = document.createElement("tr");
  const first = document.createElement("td");
  first.append(link ? node("a", headline, { href: link, dir: "auto" }) : node("bdi", headline));
  if (original) first.append(node("span", original, { class: "original", lang: "ar", dir: "rtl" }));
  first.append(node("span", place, { class: "place", dir: "auto" }));
  const percent = flagged ? flagged + " (" + Math.round(100 * share(row)) + "%)" : "0";
  made.append(
    first,
    node("td", bullet, { dir: "auto" }),
    node("td", sentences, { class: "figure", "data-label": "sentences" }),
    node("td", percent, { class: flagged ? "figure looks" : "figure", "data-label": "flagged" }),
    node("td", score === null ? "–" : score.toFixed(2), { class: "figure", "data-label": "lowest score" }),
    node("td", date, { dir: "auto" }));
  return made;
}

function draw() {
  body.append(...found.slice(drawn, drawn + STEP).map(line));
  drawn = Math.min(drawn + STEP, found.length);
  further.hidden = drawn >= found.length;
}

let waiting = 0;
words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(select, 80); });
flag.addEventListener("change", select);
further.addEventListener("click", draw);
document.querySelector(".search").addEventListener("submit", (event) => { event.preventDefault(); select(); });
document.querySelector(".search").addEventListener("reset", () => {
  wanted = null;
  names.forEach((button) => button.setAttribute("aria-pressed", "false"));
  setTimeout(select);
});
for (const button of names) {
  button.addEventListener("click", () => {
    const number = Number(button.dataset.name);
    wanted = wanted === number ? null : number;
    names.forEach((other) => other.setAttribute("aria-pressed", String(Number(other.dataset.name) === wanted)));
    select();
  });
}
for (const button of headings) {
  button.addEventListener("click", () => {
    const heading = button.parentNode;
    const next = heading.ariaSort === "ascending" ? "descending" : "ascending";
    headings.forEach((other) => { other.parentNode.ariaSort = "none"; });
    heading.ariaSort = next;
    select();
  });
}
select();
