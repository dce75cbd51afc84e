/* A form as ODK's engine runs it: what is asked, what is out of range, sums, while one types. The server judges again. */
const form = document.querySelector("form[data-xform]");
const boxes = form ? [...form.querySelectorAll("[data-ref]")] : [];

/* The engine writes its state into objects we give it: every write redraws once. */
let waiting = false;
const watched = (state) =>
  new Proxy(state, {
    set(target, key, value) {
      target[key] = value;
      if (!waiting) {
        waiting = true;
        queueMicrotask(() => { waiting = false; draw(); });
      }
      return true;
    },
  });

const nodes = new Map();
const gather = (node) => {
  nodes.set(node.currentState.reference, node);
  for (const child of node.currentState.children ?? []) gather(child);
};

const answers = (box) => [...box.querySelectorAll("input")];

function tell(box, node) {
  const inputs = answers(box);
  if (box.dataset.kind === "select_one" || box.dataset.kind === "select_multiple") {
    const picked = inputs.filter((one) => one.checked).map((one) => one.value);
    if (node.selectValues && box.dataset.kind === "select_multiple") node.selectValues(picked);
    else node.selectValue(picked[0] ?? null);
  } else {
    const text = inputs[0].value.trim();
    const isNumber = box.dataset.kind !== "integer" && box.dataset.kind !== "decimal" ? true : /^-?\d+(\.\d+)?$/.test(text);
    node.setValue(isNumber ? text : "");
  }
}

function draw() {
  for (const box of boxes) {
    const node = nodes.get(box.dataset.ref);
    if (!node) continue;
    box.hidden = !node.currentState.relevant;
    const output = box.querySelector("[data-value]");
    if (output) output.textContent = String(node.currentState.value ?? "") || "–";
    const error = box.querySelector("[data-error]");
    if (!error || !box.dataset.touched) continue;
    const fault = node.validationState?.violation;
    const words = fault && fault.condition === "constraint" ? fault.message?.asString || "쓸 수 있는 범위를 벗어났습니다." : "";
    error.textContent = words;
    error.hidden = !words;
    box.classList.toggle("field-wrong", Boolean(words));
    for (const input of answers(box)) input.toggleAttribute("aria-invalid", Boolean(words));
  }
}

async function begin() {
  const [engine, answer] = await Promise.all([import(form.dataset.engine), fetch(form.dataset.xform)]);
  const made = await engine.createInstance(await answer.text(), { instance: { stateFactory: watched } });
  gather(made.root);
  for (const box of boxes) {
    const node = nodes.get(box.dataset.ref);
    if (node && box.dataset.kind) {
      if (answers(box).some((one) => one.checked || (one.type !== "radio" && one.type !== "checkbox" && one.value))) tell(box, node);
      box.addEventListener("input", () => tell(box, node));
      box.addEventListener("change", () => { box.dataset.touched = "1"; tell(box, node); draw(); });
    }
  }
  form.classList.add("has-script");
  draw();
  form.dataset.ready = "1";
}

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
