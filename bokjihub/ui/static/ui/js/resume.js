// Gives back what somebody was writing: form[data-draft-url] asks the server once; ‘이어 쓰기’ fills the fields, sending ends the draft.
(() => {
  "use strict";
  const filled = (field, values) => {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field instanceof HTMLSelectElement && field.multiple) {
      for (const option of field.options) option.selected = values.includes(option.value);
    } else if (field.type !== "file" && field.type !== "password" && field.type !== "hidden") field.value = values[0] ?? "";
  };

  const fill = (form, fields) => {
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken") continue;
      if (field.name in fields) filled(field, fields[field.name]);
      else if (field.type === "checkbox") field.checked = false;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const offer = (form, { fields, saved_at: at }) => {
    const line = document.createElement("p");
    line.className = "note draft-offer";
    line.setAttribute("role", "status");
    line.textContent = `${at}까지 쓰신 글이 있습니다. `;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary button-xs";
    button.textContent = "이어 쓰기";
    button.addEventListener("click", () => {
      fill(form, fields);
      line.remove();
      form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    });
    line.append(button);
    form.prepend(line);
  };

  const written = (form) => {
    const data = new FormData(form);
    form.querySelectorAll("input[type=file], input[type=password]").forEach((input) => data.delete(input.name));
    return data;
  };

  const ask = async (form) => {
    form.addEventListener("submit", () => {
      const sent = new FormData();
      sent.set("_sent", "1");
      sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken?.value ?? "");
      navigator.sendBeacon(form.dataset.draftUrl, sent);
    });
    // A form that came back refused holds what was typed: it is the newer text, and a draft again.
    if (form.querySelector(".error-summary")) {
      fetch(form.dataset.draftUrl, { method: "POST", body: written(form), credentials: "same-origin" });
      return;
    }
    const answer = await fetch(form.dataset.draftUrl, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) return;
    const draft = await answer.json();
    if (draft.fields) offer(form, draft);
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-draft-url]").forEach(ask));
})();
