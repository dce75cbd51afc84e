// Keeps the shell under one version. Personal answers are never kept here; the outbox lies in the database and is not touched.
"use strict";
const KEEP = "field-{{ version }}";
const FONTS = "field-fonts";
const FILES = [{% for file in files %}"{{ file|escapejs }}",{% endfor %}];
const SHELL = FILES[0];

self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(KEEP).then((kept) => kept.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith("field-") && ![KEEP, FONTS].includes(name)) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("message", (event) => { if (event.data === "go") self.skipWaiting(); });

const font = async (request) => {
  const kept = await caches.open(FONTS);
  const found = await kept.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
};

const kept = async (request, path) => (await (await caches.open(KEEP)).match(path)) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (FILES.includes(url.pathname)) event.respondWith(kept(request, url.pathname));
  else if (url.pathname.endsWith(".woff2")) event.respondWith(font(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(request, SHELL)));
});
