/* The desk's form page: the plain form works without this; with it, ODK's engine follows while one types. */
import { bind } from "./bind.js";

const form = document.querySelector("form[data-xform]");

const begin = async () => {
  const answer = await fetch(form.dataset.xform);
  await bind({ form, xform: await answer.text(), engine: import(form.dataset.engine) });
  form.dataset.ready = "1";
};

/* Where WebAssembly is forbidden the engine neither starts nor fails: after a while the plain form is all there is. */
const PATIENCE = 15000;
const gaveUp = new Promise((_, refuse) => { setTimeout(refuse, PATIENCE); });
if (form) {
  Promise.race([begin(), gaveUp]).catch(() => {
    if (form.dataset.ready) return;
    form.dataset.ready = "plain";
    form.querySelector("[data-form-state]").textContent = "해당하는 물음만 골라 답해 주세요. 값은 적을 때 확인합니다.";
  });
}
