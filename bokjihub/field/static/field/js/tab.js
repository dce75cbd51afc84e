// One open tab at a time: two would write the same form past one another. Whoever opens the day last has it; the tab before
// keeps what is being typed and locks itself. One that does not answer (frozen by the tablet) loses the day, not its words.
const NAME = "bokjihub-field-open";
const WAIT_MS = 3000;
const channel = globalThis.BroadcastChannel ? new BroadcastChannel(NAME) : null;
let isMine = false;

// Held until the page goes. `leave` is called when another tab takes it away.
const hold = (options, leave) => new Promise((got, refused) => {
  const forGood = () => new Promise(() => { isMine = true; got(); });
  navigator.locks.request(NAME, options, forGood).catch(() => (isMine ? leave() : refused()));
});

export const takeOpen = async (leave) => {
  if (isMine || !navigator.locks || !channel) return;
  channel.onmessage = leave;
  channel.postMessage("mine");
  await hold({ signal: AbortSignal.timeout(WAIT_MS) }, leave).catch(() => hold({ steal: true }, leave));
};
