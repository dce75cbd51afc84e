/* A form's boxes bound to ODK's engine: what is asked, what is out of range, sums, while one types. The server judges again. */

/* The engine writes its state into objects we give it: every write redraws once. */
const watched = (draw) => {
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => { waiting = false; draw(); });
  };
  return (state) => new Proxy(state, { set(target, key, value) { target[key] = value; later(); return true; } });
};

const inputsOf = (box) => [...box.querySelectorAll("input")];
const isChosen = (box) => box.dataset.kind === "select_one" || box.dataset.kind === "select_multiple";
const isNumber = (box) => box.dataset.kind === "integer" || box.dataset.kind === "decimal";
const isAnswered = (box) => inputsOf(box).some((one) => one.checked || (one.type !== "radio" && one.type !== "checkbox" && one.value));

const tell = (box, node) => {
  const inputs = inputsOf(box);
  if (isChosen(box)) {
    const picked = inputs.filter((one) => one.checked).map((one) => one.value);
    if (node.selectValues && box.dataset.kind === "select_multiple") node.selectValues(picked);
    else node.selectValue(picked[0] ?? null);
  } else {
    const text = inputs[0].value.trim();
    node.setValue(!isNumber(box) || /^-?\d+(\.\d+)?$/.test(text) ? text : "");
  }
};

/* Why an answer cannot stay as it is; nothing said of what was not asked. */
const faultOf = (box, node) => {
  if (!node?.currentState.relevant) return "";
  const text = isNumber(box) ? inputsOf(box)[0].value.trim() : "";
  if (text && !/^-?\d+(\.\d+)?$/.test(text)) return "숫자로 적어 주세요.";
  const fault = node.validationState?.violation;
  if (!fault) return "";
  return fault.condition === "constraint" ? fault.message?.asString || "쓸 수 있는 범위를 벗어났습니다." : "답이 있어야 합니다.";
};

const given = (box) => (isChosen(box) ? inputsOf(box).filter((one) => one.checked).map((one) => one.value).join(" ") : inputsOf(box)[0].value.trim());
const byName = (boxes) => Object.fromEntries(boxes.map((box) => [inputsOf(box)[0]?.name, given(box)]));

/* Without an engine: everything is shown, and the server says what is wrong. */
export const plain = (form) => ({ faults: () => [], answers: () => byName([...form.querySelectorAll("[data-ref][data-kind]")]) });

/* Returns what the form now knows: its faults and its answers by name. */
export const bind = async ({ form, xform, engine }) => {
  const boxes = [...form.querySelectorAll("[data-ref]")];
  const nodes = new Map();
  const gather = (node) => {
    nodes.set(node.currentState.reference, node);
    for (const child of node.currentState.children ?? []) gather(child);
  };
  const draw = () => {
    for (const box of boxes) {
      const node = nodes.get(box.dataset.ref);
      if (!node) continue;
      box.hidden = !node.currentState.relevant;
      const output = box.querySelector("[data-value]");
      if (output) output.textContent = String(node.currentState.value ?? "") || "–";
      const error = box.querySelector("[data-error]");
      if (!error || !box.dataset.touched) continue;
      const words = box.dataset.touched === "all" || node.validationState?.violation?.condition === "constraint" ? faultOf(box, node) : "";
      error.textContent = words;
      error.hidden = !words;
      box.classList.toggle("field-wrong", Boolean(words));
      for (const input of inputsOf(box)) input.toggleAttribute("aria-invalid", Boolean(words));
    }
  };
  const { createInstance } = await engine;
  gather((await createInstance(xform, { instance: { stateFactory: watched(draw) } })).root);
  const asked = boxes.filter((box) => box.dataset.kind && nodes.has(box.dataset.ref));
  for (const box of asked) {
    const node = nodes.get(box.dataset.ref);
    if (isAnswered(box)) tell(box, node);
    box.addEventListener("input", () => tell(box, node));
    box.addEventListener("change", () => { box.dataset.touched ||= "1"; tell(box, node); draw(); });
  }
  form.classList.add("has-script");
  draw();
  return {
    faults: () => {
      for (const box of asked) box.dataset.touched = "all";
      draw();
      return asked.filter((box) => faultOf(box, nodes.get(box.dataset.ref)));
    },
    answers: () => byName(asked.filter((box) => nodes.get(box.dataset.ref).currentState.relevant)),
  };
};
