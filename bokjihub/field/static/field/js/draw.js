// Filling the server's <template>s: words by data-text, lists by data-list, parts by data-if; forms as plain objects.
export const stage = () => document.getElementById("stage");

export const copyOf = (id) => document.getElementById(`t-${id}`).content.cloneNode(true);

const each = (node, name, values, what) => {
  for (const place of node.querySelectorAll(`[data-${name}]`)) if (place.dataset[name] in values) what(place, values[place.dataset[name]]);
};

// Only what `values` speaks of is touched: a page may be filled in several steps.
export const fill = (node, values) => {
  each(node, "text", values, (place, words) => { place.textContent = words ?? ""; });
  each(node, "if", values, (place, value) => { place.hidden = Array.isArray(value) ? value.length === 0 : !value; });
  each(node, "list", values, (place, rows) => {
    place.replaceChildren(...(rows ?? []).map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  });
  each(node, "tel", values, (place, number) => {
    place.hidden = !number;
    place.href = `tel:${number ?? ""}`;
  });
  return node;
};

export const show = (node, title) => {
  stage().replaceChildren(node);
  const heading = stage().querySelector("h1");
  document.title = `${title} · 복지허브`;
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  scrollTo(0, 0);
};

const SAID_MS = 8000;
let silence;
export const say = (words) => {
  const place = document.getElementById("say");
  clearTimeout(silence);
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
  silence = setTimeout(() => { place.textContent = ""; }, SAID_MS);
};

// `kind` as net.js says it: who must sign in first is led there.
export const warn = (words, kind = "") => {
  const box = document.getElementById("warning");
  box.hidden = !words;
  box.querySelector("[data-words]").textContent = words ?? "";
  box.querySelector("[data-login]").hidden = kind !== "login";
  if (words) box.scrollIntoView({ block: "nearest" });
};

const named = (form) => Array.from(form.elements).filter((one) => one.name && one.type !== "file");

export const readForm = (form) => {
  const values = {};
  for (const one of named(form)) {
    if (one.type === "radio") { if (one.checked) values[one.name] = one.value; else values[one.name] ??= ""; }
    else if (one.type === "checkbox" && one.dataset.flag !== undefined) values[one.name] = one.checked;
    else if (one.type === "checkbox") { values[one.name] ??= []; if (one.checked) values[one.name].push(one.value); }
    else values[one.name] = one.value;
  }
  return values;
};

export const writeForm = (form, values) => {
  for (const one of named(form)) {
    if (!(one.name in values)) continue;
    const value = values[one.name];
    if (one.type === "radio") one.checked = one.value === value;
    else if (one.type === "checkbox" && one.dataset.flag !== undefined) one.checked = Boolean(value);
    else if (one.type === "checkbox") one.checked = (value ?? []).includes(one.value);
    else one.value = value ?? "";
  }
};

export const clock = (millis) => new Date(millis).toLocaleTimeString("ko-KR", { hour: "2-digit", minute: "2-digit", hour12: false });
export const dayAndClock = (millis) => new Date(millis).toLocaleString("ko-KR", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
