"use strict";

// A page is whole without this script. It keeps your choices, finds letters, and follows edits.

const kept = {
  get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* nothing is kept */ } },
};

for (const choice of document.querySelectorAll(".tools input")) {
  if (kept.get(choice.name) === choice.value) choice.checked = true;
  choice.addEventListener("change", () => kept.set(choice.name, choice.value));
}

const search = document.querySelector("#search");

function find() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const list of document.querySelectorAll("ul.letters")) {
    let here = 0;
    for (const letter of list.children) {
      const text = letter.textContent.toLowerCase();
      letter.hidden = !words.every((word) => text.includes(word));
      here += letter.hidden ? 0 : 1;
    }
    list.hidden = list.previousElementSibling.hidden = here === 0;
    shown += here;
  }
  document.querySelector("#nothing").hidden = shown > 0;
}

if (search) {
  search.closest("label").hidden = false;
  search.addEventListener("input", find);
}

document.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest" });

// Takes over what differs, part by part, so that focus and what is scrolled stay where they were.
async function follow() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = [...document.querySelectorAll("[data-part]")].map((part) => part.dataset.part);
  const coming = [...fresh.querySelectorAll("[data-part]")].map((part) => part.dataset.part);
  if (parts.join() !== coming.join()) return location.reload();
  for (const name of parts) {
    const old = document.querySelector(`[data-part="${name}"]`);
    const now = fresh.querySelector(`[data-part="${name}"]`);
    if (old.innerHTML === now.innerHTML || name === "menu" && same(old, now)) continue;
    if (name === "frame") turn(old.querySelector("iframe"), now.querySelector("iframe"));
    else keepScroll(old, () => old.replaceChildren(...now.childNodes));
  }
  if (search?.value) find();
  document.title = fresh.title;
  return say(`Bijgewerkt om ${new Date().toLocaleTimeString("nl-BE")}`);
}

// What the search hides is no difference.
function same(old, now) {
  const marks = (menu) => [...menu.querySelectorAll("a")].map((link) => link.textContent + link.href);
  return marks(old).join() === marks(now).join();
}

function turn(old, now) {
  const [x, y] = [old.contentWindow?.scrollX ?? 0, old.contentWindow?.scrollY ?? 0];
  old.addEventListener("load", () => old.contentWindow?.scrollTo(x, y), { once: true });
  old.lang = now.lang;
  old.srcdoc = now.srcdoc;
}

function keepScroll(part, change) {
  const places = [...part.querySelectorAll("[tabindex]")].map((each) => each.scrollTop);
  change();
  part.querySelectorAll("[tabindex]").forEach((each, n) => { each.scrollTop = places[n] ?? 0; });
}

function say(words, lost = false) {
  const live = document.querySelector("#live");
  live.classList.toggle("lost", lost);
  live.classList.remove("news");
  requestAnimationFrame(() => live.classList.toggle("news", !lost));
  live.querySelector(".said").textContent = words;
}

if ("live" in document.documentElement.dataset) {
  const live = document.querySelector("#live");
  const changes = new EventSource("/changes");
  let known = null;
  changes.addEventListener("message", (news) => {
    if (known !== null && news.data !== known) follow();
    else say(live.dataset.waiting);
    known = news.data;
  });
  changes.addEventListener("error", () => say(live.dataset.lost, true));
}
