// What single keys do at the desk. All of it can be done without them; the page that lists them switches them off.
const { keys: list } = document.querySelector("script[data-keys]").dataset;
const GO_WITHIN = 1500;
// A box to tick takes no letters, so that its row's keys go on working.
const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]";
const plain = {
  "/": () => focusOn(document.getElementById("desk-search")),
  j: () => move(1),
  k: () => move(-1),
  x: () => press(document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]")),
  n: () => press(document.querySelector('[aria-keyshortcuts="n"]')),
  g: () => {
    goUntil = performance.now() + GO_WITHIN;
    return true;
  },
  "?": () => {
    show();
    return true;
  },
};
let goUntil = 0;
let dialog;

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const isOthers = event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey;
  if (isOthers || (target instanceof Element && target.closest(FIELDS))) return;
  const goes = performance.now() < goUntil;
  goUntil = 0;
  const act = goes ? () => go(key) : /^[1-9]$/.test(key) ? () => openPart(Number(key)) : plain[key];
  if (act?.()) event.preventDefault();
});

function go(key) {
  return press(/^[a-z]$/.test(key) && document.querySelector(`[data-go="${key}"]`));
}

function openPart(number) {
  return press(document.querySelector("main .tabs")?.querySelectorAll("a")[number - 1]);
}

function move(step) {
  const rows = [...document.querySelectorAll("main tbody tr")].filter((row) => row.querySelector("a"));
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), rows.length - 1);
  return focusOn(rows[next]?.querySelector("a"));
}

function focusOn(place) {
  place?.focus();
  return Boolean(place);
}

function press(place) {
  if (!place) return false;
  place.click();
  return true;
}

// The same list that the page shows; where it cannot be had, the page itself.
async function show() {
  dialog ??= await made();
  if (dialog) dialog.showModal();
  else location.assign(list);
}

async function made() {
  const answer = await fetch(list).catch(() => undefined);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
  const keys = page?.getElementById("keys");
  if (!keys) return undefined;
  keys.removeAttribute("id");
  const made = document.createElement("dialog");
  const heading = document.createElement("h2");
  heading.textContent = page.querySelector("h1").textContent;
  heading.id = "keys-heading";
  made.setAttribute("aria-labelledby", heading.id);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-secondary";
  close.textContent = keys.dataset.close;
  close.addEventListener("click", () => made.close());
  made.append(heading, document.adoptNode(keys), close);
  document.body.append(made);
  return made;
}
