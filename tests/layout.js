// What is out of place on a page, one line each: read by tests/browser.py after the page has loaded.
() => {
  const FINGER = 44, TABLET = 900, SLACK = 1;
  const found = new Set();
  const width = document.documentElement.clientWidth;
  const excerpt = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const isSeen = (element) => {
    const { width: w, height: h } = element.getBoundingClientRect();
    return w > 1 && h > 1 && element.checkVisibility({ visibilityProperty: true }) && !element.closest(".hidden-text, .leaflet-container, svg");
  };
  const all = (selector) => [...document.querySelectorAll(selector)].filter(isSeen);
  const scrolls = (element) => {
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(one).overflowX)) return true;
    }
    return false;
  };

  const headings = all("h1");
  if (headings.length !== 1) found.add(`${headings.length} h1`);
  const primary = all(".button-primary");
  if (primary.length > 1) found.add(`primary buttons: ${primary.map((one) => one.textContent.trim()).join(" / ")}`);
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (!field.labels?.length && !field.getAttribute("aria-label") && !field.getAttribute("aria-labelledby")) found.add(`no label: ${excerpt(field)}`);
  }
  for (const table of all("main table")) if (!table.querySelector("th")) found.add(`no heading: ${excerpt(table)}`);
  const wide = all("main *").find((one) => one.getBoundingClientRect().right > width + SLACK && !scrolls(one));
  if (wide) found.add(`wider than the page: ${excerpt(wide)}`);
  for (const box of all("main *")) {
    // Words that end in … say so themselves, and can be read in full where the line leads.
    const style = getComputedStyle(box);
    if (style.overflowX === "hidden" && style.textOverflow !== "ellipsis" && box.scrollWidth > box.clientWidth + SLACK) found.add(`cut: ${excerpt(box)}`);
  }
  if (width > TABLET) return [...found];
  const pressed = all("button, a.button, summary, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])");
  const alone = all("a:not(.button, .skip)").filter((one) => one.parentElement.textContent.trim() === one.textContent.trim() && one.parentElement.tagName !== "P");
  for (const one of [...pressed, ...alone]) {
    const { width: w, height: h } = one.getBoundingClientRect();
    if (h < FINGER - 0.5) found.add(`${Math.round(w)}×${Math.round(h)} px to press: ${excerpt(one)}`);
  }
  return [...found];
}
