// Talking to the server over a line that may break, to a server that may be down or never answer. Every refusal is a sentence.
const ANSWER_MS = 30 * 1000;
const WORDS = {
  offline: "망에 닿지 않습니다. 적은 것은 이 기기에 그대로 있습니다. 망이 있는 곳에서 다시 해 주세요.",
  server: "서버가 지금 답하지 못합니다. 적은 것은 이 기기에 그대로 있습니다. 조금 뒤 다시 해 주세요.",
  login: "로그인이 끝났습니다. 다시 로그인한 뒤 받아 주세요. 적은 것은 로그인하지 않아도 보냅니다.",
};

// `kind` says how far we came: offline (nobody there), server (there, but cannot), login (must sign in), refused (said why).
export class Unreached extends Error {
  constructor(kind, words = WORDS[kind]) {
    super(words);
    this.kind = kind;
  }
}

export const reach = async (url, options = {}, patience = ANSWER_MS) => {
  let answer;
  try {
    answer = await fetch(url, { ...options, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    throw new Unreached(error.name === "TimeoutError" ? "server" : "offline");
  }
  if (answer.status >= 500) throw new Unreached("server");
  return answer;
};

// The object in an answer. What is none (a proxy's page, half an answer) counts as a server that cannot.
export const objectIn = async (answer) => {
  try { return await answer.json(); } catch { throw new Unreached("server"); }
};
