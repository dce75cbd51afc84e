// Says what just happened in #say: from `HX-Trigger: {"bokji:say": {"text": "…", "undo": "/url/"}}` or from another module.
(() => {
  "use strict";
  const UNDO_SECONDS = 10;
  document.documentElement.dataset.script = "";

  const undoForm = (url) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = url;
    form.className = "action";
    const token = document.createElement("input");
    token.type = "hidden";
    token.name = "csrfmiddlewaretoken";
    token.value = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
    const button = document.createElement("button");
    button.type = "submit";
    button.className = "button button-text button-xs";
    button.textContent = "되돌리기";
    form.append(token, button);
    return form;
  };

  const say = ({ text, level = "success", undo }) => {
    const place = document.getElementById("say");
    if (!place || !text) return;
    const line = document.createElement("p");
    line.className = `say-line say-${level}`;
    line.textContent = text;
    if (undo) {
      const form = undoForm(undo);
      line.append(form);
      setTimeout(() => form.remove(), UNDO_SECONDS * 1000);
    }
    place.replaceChildren(line);
  };

  document.addEventListener("bokji:say", (event) => say(typeof event.detail === "string" ? { text: event.detail } : event.detail));
  // A refusal in words (422 from a guarded view) goes to #say and not into the part of the page that was asked for.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.serverResponse?.includes("data-officer-error")) return;
    event.detail.target = document.getElementById("say");
    event.detail.swapOverride = "innerHTML";
  });
  document.addEventListener("htmx:responseError", () =>
    say({ text: "적지 못했습니다. 쓰신 글은 그대로 있습니다. 다시 눌러 주세요.", level: "warning" }));
  document.addEventListener("htmx:sendError", () =>
    say({ text: "지금 통신이 안 됩니다. 쓰신 글은 그대로 있습니다.", level: "warning" }));
})();
