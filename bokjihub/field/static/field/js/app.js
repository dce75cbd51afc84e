// The field app: what is shown when, the unsent count always in sight, locking, the newer version.
import { dayAndClock, copyOf, fill, say, show, stage, warn } from "./draw.js";
import { addPasskey, hasPasskey, isSetUp, keys, lock, setUp, unlock, unlockByPasskey, forget } from "./keys.js";
import { Unreached } from "./net.js";
import { db, isFull, keepMeta, meta, unsent } from "./store.js";
import { onChange, stateOf, sync, undecided, write } from "./outbox.js";
import { dropWhenOver, fetchDay, home, isHalf, openDay, openSheet, saved, session, tell, today } from "./day.js";
import { takeOpen } from "./tab.js";
import { INSIDE_MINUTES, freshSheet, openVisit } from "./visit.js";
import { openForm } from "./forms.js";
import { openMarket } from "./market.js";

const LOCK_AFTER = 5 * 60 * 1000;
const HELP_MS = 10 * 1000; // nobody in danger is kept waiting for a line
const NETWORK = { online: "이어짐", offline: "오프라인", server: "서버 응답 없음" };
// What the page says that comes after locking.
const NOTES = {
  closed: "사무실에서 이 기기를 닫았습니다. 오늘 자료를 지웠습니다. 아직 보내지 않은 것은 봉한 채 남아, 망에 닿는 대로 보냅니다.",
  elsewhere: "다른 창에서 이 앱을 열어 이 창은 잠갔습니다. 쓰던 것은 저장했습니다.",
  anew: "오늘 자료를 지웠습니다. 쓰던 것과 보낼 것은 봉한 채 남아, 망에 닿는 대로 보냅니다.",
};
let network = navigator.onLine ? "online" : "offline";
let touched = Date.now();
let inside = null;
let asking = null;

const line = async () => {
  const count = await unsent();
  const half = await db.sheets.filter((sheet) => Boolean(sheet.envelope)).count();
  document.getElementById("unsent").textContent = `보낼 것 ${count}${half ? ` · 쓰는 중 ${half}` : ""}`;
  document.getElementById("network").textContent = NETWORK[network];
  document.getElementById("state").dataset.network = network;
  document.getElementById("unsent").dataset.count = String(count);
  return count;
};

const gate = async () => {
  const ready = await isSetUp();
  const node = fill(copyOf(ready ? "locked" : "setup"), { unsent: await line(), passkey: ready && (await hasPasskey()) });
  const form = node.querySelector("form");
  form.addEventListener("submit", (event) => { event.preventDefault(); void (ready ? tryOpen(form) : begin(form)); });
  form.querySelector("[data-do=passkey]")?.addEventListener("click", () => void step(async () => { await unlockByPasskey(); await enter(); }));
  form.querySelector("[data-do=anew]")?.addEventListener("click", () => void step(async () => { await forget(); lock("anew"); }));
  show(node, ready ? "잠김" : "준비");
};

const begin = (form) => step(async () => {
  const { passphrase, again, label } = form.elements;
  if (passphrase.value !== again.value) throw new Error("두 번 적은 암호 문장이 다릅니다.");
  await setUp(passphrase.value, label.value, (body) => tell("devices", body));
  await navigator.storage?.persist?.();
  try { await fetchDay(); } finally { await enter(); } // set up it is: the day can be fetched again from its own page
});

const tryOpen = (form) => step(async () => {
  const left = await unlock(form.elements.passphrase.value);
  form.reset();
  if (left === null) { await enter(); return; }
  if (left <= 0) { await forget(); await gate(); throw new Error("열 번 틀려 이 기기의 오늘 자료를 지웠습니다. 보낼 것은 그대로 있고, 망에 닿으면 보냅니다."); }
  throw new Error(`암호 문장이 다릅니다. ${left}번 더 틀리면 오늘 자료가 지워집니다.`);
});

const enter = async () => {
  touched = Date.now();
  await takeOpen(() => { void saved().then(() => lock("elsewhere")); });
  await openDay();
  await route();
  void sync();
};

const step = async (what) => {
  warn("");
  try { await what(); } catch (error) { warn(wordsOf(error), error.kind); }
};

// Our own refusals are sentences; what the browser throws is English, and says nothing to whoever stands at a door.
const wordsOf = (error) => {
  if (error.constructor === Error || error instanceof Unreached) return error.message;
  if (error.name === "NotAllowedError") return "패스키를 쓰지 않았습니다. 다시 누르거나 암호 문장을 쓰세요.";
  return isFull(error) ? "기기에 자리가 없습니다. 다른 앱의 자료를 지운 뒤 다시 눌러 주세요." : "하지 못했습니다. 다시 눌러 주세요. 그래도 안 되면 사무실에 알려 주세요.";
};

const route = async () => {
  if (!keys()) return gate();
  await line();
  const [where, id, code] = location.hash.slice(2).split("/");
  if (where === "visit") return openVisit(id);
  if (where === "form") return openForm(id, code);
  if (where === "market") return openMarket(id);
  if (where === "map") return openMap();
  return dayPage();
};

const dayPage = async () => {
  const day = today();
  const pack = await meta("pack");
  const words = pack && day ? `마지막 받음 ${dayAndClock(pack.device_at)} · 이 기기에 ${dayAndClock(pack.keep_until)}까지` : "오늘 자료가 없습니다. 망이 있는 곳에서 받아 주세요.";
  const node = fill(copyOf("day"), { who: day?.label, words, empty: day && !day.homes.length && !day.markets.length });
  const homes = await Promise.all((day?.homes ?? []).map(homeCard));
  node.querySelector("[data-homes]").replaceChildren(...homes);
  node.querySelector("[data-markets]").replaceChildren(...(day?.markets ?? []).map((one) => {
    const card = fill(copyOf("market-card"), one);
    card.querySelector("a").href = `#/market/${one.id}`;
    return card;
  }));
  show(node, "오늘 방문");
  await standing();
};

const homeCard = async (one) => {
  const card = fill(copyOf("home"), { ...one, title: `${one.number}. ${one.at} ${one.name}` });
  card.firstElementChild.dataset.home = one.id;
  card.querySelector("a").href = `#/visit/${one.id}`;
  return card;
};

// How things stand on the day's page, also while it is being read: each home, and what the office still decides.
const standing = async () => {
  for (const card of stage().querySelectorAll("[data-home]")) {
    const one = home(card.dataset.home);
    if (!one) continue;
    const state = await stateWords(one);
    fill(card, { state });
    card.querySelector("a").textContent = state.startsWith("적음") ? "고쳐 적기" : "방문 기록";
  }
  const waiting = await undecided();
  fill(stage(), { asked: waiting, asked_words: `사무실에서 정할 기록 ${waiting}건` });
};

const stateWords = async (one) => {
  const sheet = await openSheet(one.id, freshSheet(one));
  if (await isHalf(one.id)) return "쓰는 중";
  const isWaiting = await db.outbox.where("subject").equals(one.id).count();
  if (sheet.done || one.is_recorded) return isWaiting ? "적음 · 보내기 전" : "적음";
  return sheet.arrived ? "도착함" : "";
};

const onDay = (event) => {
  const what = event.target.closest("[data-do]")?.dataset.do;
  const verbs = {
    fetch: async () => { await sync(); await fetchDay(); await dayPage(); say("오늘 자료를 받았습니다."); },
    send: async () => { say(sentWords(await sync(), await unsent())); },
    "make-passkey": async () => {
      const box = stage().querySelector("[name=passkey_phrase]");
      await addPasskey(box.value);
      box.value = "";
      say("다음부터 패스키로 열 수 있습니다.");
    },
    install: async () => { await install(); },
  };
  if (verbs[what]) void step(verbs[what]);
};

const sentWords = (state, left) => {
  if (state === "offline") return "망에 닿지 않습니다. 기록은 기기에 있습니다.";
  if (state === "server") return "서버가 지금 답하지 못합니다. 기록은 기기에 있고, 저절로 다시 보냅니다.";
  return left ? `${left}건은 아직 보내지 못했습니다. 쓰는 중인 방문의 사진이면 마친 뒤에 보냅니다. 그대로면 사무실에 알려 주세요.` : "모두 보냈습니다.";
};

const openMap = () => {
  const node = copyOf("map");
  show(node, "지도");
  const homes = today()?.homes.filter((one) => one.lat !== null) ?? [];
  const data = document.createElement("script");
  Object.assign(data, { type: "application/json", id: "field-map-data" });
  data.textContent = JSON.stringify({ boundaries: null, line: homes.map((one) => [one.lat, one.lng]), points: homes.map((one) => ({ lat: one.lat, lng: one.lng, number: String(one.number), label: `${one.number}번 ${one.at}` })) });
  stage().append(data);
  document.dispatchEvent(new Event("htmx:afterSettle"));
};

// Who is inside a home now; past the hour the tablet says so, and the office sees it when there is a network. A tablet locks
// itself in a pocket after five minutes: since when somebody is inside stays as a time without a name, so that it still says so.
const watch = async () => {
  inside = null;
  for (const one of keys() ? today()?.homes ?? [] : []) {
    const sheet = await openSheet(one.id, freshSheet(one));
    if (sheet.arrived && !sheet.done && !one.is_recorded) inside = { one, since: sheet.arrived };
  }
  if (keys()) await keepMeta("inside", inside?.since ?? 0);
  const since = await meta("inside");
  const minutes = since ? Math.floor((Date.now() - since) / 60000) : 0;
  const bar = document.getElementById("overdue");
  bar.hidden = minutes < INSIDE_MINUTES;
  if (!bar.hidden) { fill(bar, { minutes: `${inside ? `${inside.one.name} 댁` : "방문한 집"}에 들어간 지 ${minutes}분입니다.` }); navigator.vibrate?.(400); }
};

// The home one is in, or whose page is open: danger also waits at doors where nobody has pressed 도착 yet.
const help = async () => {
  const dialog = document.getElementById("sos");
  await watch();
  const [where, id] = location.hash.slice(2).split("/");
  asking = inside?.one ?? (keys() && ["visit", "form"].includes(where) ? home(id) : null);
  const locked = "잠긴 동안에는 전화만 걸 수 있습니다. 팀장에게 알리려면 먼저 여세요.";
  const phone = (await meta("pack"))?.office_phone;
  fill(dialog, { office_phone: phone, asking: Boolean(asking), told: "", where: asking ? `${asking.name} 댁에서 도움을 요청합니다.` : keys() ? "" : locked });
  dialog.showModal();
};

const callForHelp = async () => {
  const tell = (told) => fill(document.getElementById("sos"), { told });
  tell("알리는 중입니다…");
  try {
    const key = await write({ kind: "visit.sos", subject: asking.id, data: { words: "" } });
    const late = new Promise((done) => { setTimeout(done, HELP_MS, null); });
    const state = await Promise.race([sync().then(() => stateOf(key)), late]);
    if (state === "applied") tell("팀장과 함께 간 분에게 알렸습니다.");
    else if (state) tell("서버에는 닿았지만 알림이 나가지 않았습니다. 112에 전화해 주세요.");
    else tell("아직 알리지 못했습니다. 기다리지 말고 112에 전화해 주세요. 망에 닿으면 저절로 알립니다.");
  } catch {
    tell("기기에 담지 못했습니다. 112에 전화해 주세요.");
  }
};

// The browser's own offer to put the app on the home screen, kept until somebody wants it.
let offer = null;
const install = async () => {
  await offer?.prompt();
  offer = null;
  document.documentElement.dataset.install = "";
};

const outOfHere = () => step(async () => {
  const count = await sync().then(line);
  if (count) throw new Error(`아직 보내지 않은 기록이 ${count}건 있어 나갈 수 없습니다. 망에 닿은 뒤 다시 해 주세요. 잠그기는 언제든 됩니다.`);
  const form = document.getElementById("logout");
  form.elements.csrfmiddlewaretoken.value = (await session()).csrf;
  form.submit();
});

// One version at a time: whichever tab asked for the newer one, every tab keeps what is being typed and begins anew with it.
let served = navigator.serviceWorker?.controller;
const beginAnew = async () => {
  if (served) { await saved(); lock(); }
  served = navigator.serviceWorker.controller; // the very first worker only takes its place
};

const worker = async () => {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => { void beginAnew(); });
  const place = await navigator.serviceWorker.register(document.body.dataset.worker, { scope: document.body.dataset.scope });
  const offer = () => { document.getElementById("newer").hidden = !place.waiting; };
  place.addEventListener("updatefound", () => place.installing?.addEventListener("statechange", offer));
  offer();
  document.getElementById("newer").addEventListener("click", (event) => { if (event.target.closest("[data-do=upgrade]")) place.waiting?.postMessage("go"); });
};

const start = async () => {
  document.documentElement.dataset.script = "";
  onChange((state) => {
    if (state in NETWORK) network = state === "online" && !navigator.onLine ? "offline" : state; // an answer on its way as the line broke
    void line();
    void standing();
    if (state === "closed") lock("closed"); // the page goes with everything it held
  });
  stage().addEventListener("click", onDay);
  addEventListener("hashchange", () => { warn(""); touched = Date.now(); void saved().then(route); });
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { touched = Date.now(); });
  document.getElementById("state").addEventListener("click", (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    if (what === "lock") void saved().then(watch).then(lock);
    if (what === "help") void help();
    if (what === "out") void outOfHere();
  });
  document.getElementById("sos").addEventListener("click", (event) => { if (event.target.closest("[data-do=call]")) void callForHelp(); });
  addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); offer = event; document.documentElement.dataset.install = "offered"; });
  addEventListener("pageshow", (event) => { if (event.persisted) void idle(); }); // taken back out of the browser's memory
  addEventListener("online", () => { network = "online"; void sync(); });
  addEventListener("offline", () => { network = "offline"; void line(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) void saved(); else { idle(); void sync(); } });
  setInterval(idle, 5000);
  setInterval(() => { void sync(); void watch(); }, 60000);
  const isOver = await dropWhenOver();
  const note = isOver ? OVER : NOTES[location.search.slice(1)];
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
  await route();
  if (note) warn(note);
  void watch();
  void worker();
  void sync();
};

const OVER = "오늘 자료의 기간이 끝나 지웠습니다. 쓰던 것은 보낼 것에 담았습니다.";
const idle = async () => {
  if (keys() && Date.now() - touched > LOCK_AFTER) { await saved(); await watch(); lock(); return; }
  if (await dropWhenOver()) { await route(); warn(OVER); } // locked or open: a day that is over does not stay on the device
};

void start();
