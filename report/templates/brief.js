"use strict";
// Without this script citations still lead to their sentences and the address marks one; it adds the rest.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const sentences = all(".sentence");
const ticks = all(".strip .tick");
const said = document.getElementById("said");
let origin = null; // the link that was followed last: where Escape goes back to

function mark(ids) {
  all(".marked").forEach((node) => node.classList.remove("marked"));
  all("[aria-current]").forEach((node) => node.removeAttribute("aria-current"));
  for (const id of ids) {
    const sentence = document.getElementById("s" + id);
    if (sentence) sentence.classList.add("marked");
    if (ticks[id - 1]) ticks[id - 1].classList.add("marked");
  }
}

function visit(sentence, scroll) {
  sentence.focus({ preventScroll: true });
  if (scroll) sentence.scrollIntoView({ block: "nearest" }); // what is in view stays where it is
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  const target = document.getElementById(link.getAttribute("href").slice(1));
  if (!target) return;
  const block = link.closest("[data-cites]");
  if (link.classList.contains("cite") && block) {
    const ids = block.dataset.cites.split(" ");
    mark(ids);
    block.classList.toggle("marked", block.classList.contains("bullet"));
    link.setAttribute("aria-current", "true");
    said.textContent = (ids.length > 1 ? "Sentences " : "Sentence ") + ids.join(", ") + " marked";
    origin = link;
  } else if (target.classList.contains("sentence")) {
    mark([target.id.slice(1)]);
    origin = link;
  } else if (target.classList.contains("bullet")) {
    mark(target.dataset.cites.split(" "));
    target.classList.add("marked");
  }
  event.preventDefault(); // the browser would scroll by its own rule, and mark one sentence only
  history.replaceState(null, "", link.getAttribute("href"));
  if (target.classList.contains("bullet")) target.querySelector(".cite").focus();
  else visit(target, true);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("summary, input, button")) return;
  const tick = event.target.closest(".strip .tick");
  const sentence = event.target.closest(".sentence");
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: tick && 1, ArrowLeft: tick && -1 }[event.key];
  if (event.key === "Escape" && origin) {
    origin.focus();
  } else if (tick && step) {
    const next = ticks[ticks.indexOf(tick) + step];
    if (next) { tick.tabIndex = -1; next.tabIndex = 0; next.focus(); }
  } else if (sentence && step) {
    const next = sentences[sentences.indexOf(sentence) + step];
    if (next) visit(next, true);
  } else if (event.key === "Enter" && event.target === sentence && sentence) {
    const back = sentence.querySelector(".back");
    if (back) back.click();
  } else {
    return;
  }
  event.preventDefault();
});

const copy = document.getElementById("copy");
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea"); // a page opened from a file may have no clipboard
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
if (copy) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const done = await copied(document.getElementById("copied").textContent);
    copy.textContent = said.textContent = done ? "Copied" : "Select and copy by hand";
    copy.focus();
  });
}
const keys = document.getElementById("keys");
if (keys) keys.hidden = false;
