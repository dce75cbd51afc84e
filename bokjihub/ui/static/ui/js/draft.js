// Saves form[data-draft-url] every ten seconds, when a field is left and when the page is hidden, if something changed.
// Posts the fields as they are; the server answers 2xx. Files and passwords never leave with a draft.
(() => {
  "use strict";
  const EVERY = 10000;
  const saved = new WeakMap();

  const content = (form) => {
    const data = new FormData(form);
    form.querySelectorAll("input[type=file], input[type=password]").forEach((input) => data.delete(input.name));
    return data;
  };
  const text = (data) => new URLSearchParams([...data].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();

  const show = (form, words) => {
    const place = form.querySelector("[data-draft-state]") || document.querySelector(`[data-draft-state][data-for="${form.id}"]`);
    if (place) place.textContent = words;
  };

  const save = async (form, leaving = false) => {
    const data = content(form);
    const now = text(data);
    if (!form.isConnected || saved.get(form) === now) return;
    const before = saved.get(form);
    saved.set(form, now);
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: data, credentials: "same-origin", keepalive: leaving });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const time = new Date().toLocaleTimeString("ko-KR", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      show(form, `임시저장 ${time}`);
      document.dispatchEvent(new CustomEvent("bokji:draft-saved"));
    } catch {
      saved.set(form, before);
      show(form, "임시저장이 늦어지고 있습니다");
    }
  };

  const forms = () => document.querySelectorAll("form[data-draft-url]");
  const begin = () => forms().forEach((form) => saved.has(form) || saved.set(form, text(content(form))));

  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:afterSettle", begin);
  document.addEventListener("focusout", (event) => {
    const form = event.target.closest?.("form[data-draft-url]");
    if (form) save(form);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") forms().forEach((form) => save(form, true));
  });
  document.addEventListener("submit", (event) => saved.set(event.target, text(content(event.target))));
  setInterval(() => forms().forEach((form) => save(form)), EVERY);
})();
