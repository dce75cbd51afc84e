// A paper read together: the pad fills the hidden field when the form goes, and a voice of the device reads it aloud.
const form = document.querySelector("[data-sign]");
const canvas = form?.querySelector("canvas");

if (canvas) {
  const { signaturePad } = await import(form.dataset.pad);
  const pad = signaturePad(canvas);
  const state = form.querySelector("[data-sign-state]");
  form.querySelector("[data-sign-again]").addEventListener("click", () => { pad.clear(); state.textContent = ""; });
  canvas.addEventListener("pointerup", () => { state.textContent = "서명했습니다"; });
  form.addEventListener("submit", () => {
    form.elements.drawn.value = pad.isDrawn() ? canvas.toDataURL("image/png") : "";
  });
  form.dataset.ready = "";
}

const article = document.querySelector("[data-read-aloud]");
const button = article?.querySelector("[data-read]");
if (button && !("speechSynthesis" in window)) button.hidden = true;
button?.addEventListener("click", () => {
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    button.textContent = "읽어 드리기";
    return;
  }
  const words = [...article.querySelectorAll("h2, li, p:not(.needs-script)")].map((one) => one.textContent.trim()).join(" ");
  const voice = Object.assign(new SpeechSynthesisUtterance(words), { lang: "ko-KR", rate: 0.9 });
  voice.addEventListener("end", () => { button.textContent = "읽어 드리기"; });
  button.textContent = "그만 읽기";
  speechSynthesis.speak(voice);
});
