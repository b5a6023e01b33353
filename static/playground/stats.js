// How far the links came: the funnel as a table with bars, and the last days as a chart. Drawn as SVG, without a
// library; every figure is also there as text.

import { ask } from "./backend.js";
import { $, element } from "./page.js";

const PAUSE_MS = 250;
const POLL_MS = 5000;

const STEPS = {
  created: ["Created", "by the backend"],
  opened: ["Opened", "by a browser"],
  chosen: ["Method chosen", "QR code, phone code or Meta’s window"],
  shown: ["Code shown", "or Meta’s window"],
  scanned: ["Scanned", "the phone accepted"],
  linked: ["Linked", "the number is connected"],
};
const OUTCOMES = {
  connected: ["Connected", ["connected"]],
  failed: ["Failed", ["failed"]],
  left: ["Cancelled or expired", ["cancelled", "revoked", "expired"]],
  open: ["Still open", ["open"]],
};
const METHODS = { qr: "QR code", pairing: "Phone code", "cloud-api": "Cloud API", none: "No method used" };
const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region" });

let timer;
let shown = "";

// Follows what happens on the page, and what happens elsewhere within some seconds.
export function showStats() {
  refreshStats();
  setInterval(() => document.hidden || refreshStats(), POLL_MS);
}

// Several calls in a row make one request.
export function refreshStats() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const stats = await ask("/stats").catch(() => null);
    const text = JSON.stringify(stats);
    if (!stats || text === shown) return;
    shown = text;
    draw(stats);
  }, PAUSE_MS);
}

function draw(stats) {
  $("stats-range").textContent = `${dayName(stats.from)} to ${dayName(stats.to)}, UTC`;
  $("stats-steps").replaceChildren(...Object.keys(STEPS).map((step) => stepRow(stats, step)));
  $("stats-legend").replaceChildren(...Object.keys(OUTCOMES).map((name) => legendEntry(stats.outcomes, name)));
  drawDays(stats.days);
  $("stats-methods").replaceChildren(...list(stats.methods, ({ method }) => METHODS[method] ?? method));
  $("stats-countries").replaceChildren(...list(stats.countries, ({ country }) => countryName(country)));
  $("stats-failures").replaceChildren(...failures(stats.failures));
}

// --- The funnel ------------------------------------------------------------------------------------------

function stepRow({ steps, times }, step) {
  const [name, about] = STEPS[step];
  const share = steps.created ? steps[step] / steps.created : 0;
  const time = times[step];
  const label = element("th", { scope: "row" }, [
    element("span", { className: "step-name" }, name),
    " ",
    element("span", { className: "step-about" }, about),
    bar(share),
  ]);
  const links = element("td", {}, [
    element("b", {}, String(steps[step])),
    " ",
    element("span", { className: "share" }, `${Math.round(share * 100)} %`),
  ]);
  const row = element("tr", {}, [label, links, timeCell(time?.medianMs), timeCell(time?.p90Ms)]);
  row.dataset.step = step;
  row.dataset.links = steps[step];
  return row;
}

function bar(share) {
  const drawing = svg("svg", { class: "bar", "aria-hidden": "true" });
  drawing.append(
    svg("rect", { class: "bar-track", width: "100%", height: "100%", rx: 3 }),
    svg("rect", { class: "bar-fill", width: percent(share), height: "100%", rx: 3 }),
  );
  return drawing;
}

function timeCell(ms) {
  if (ms === undefined || ms === null) return element("td", { className: "no-time" }, "–");
  return element("td", {}, time(ms));
}

function time(ms) {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

// --- The days --------------------------------------------------------------------------------------------

function drawDays(days) {
  const most = Math.max(1, ...days.map(({ steps }) => steps.created));
  $("stats-most").textContent = String(most);
  $("stats-chart").replaceChildren(...days.flatMap((day, at) => column(day, at, days.length, most)));
  $("stats-first").textContent = dayName(days[0].day);
  $("stats-last").textContent = dayName(days.at(-1).day);
  $("stats-days").replaceChildren(...days.map(dayRow));
}

// One stack for each day, the connected links at the bottom.
function column({ outcomes }, at, count, most) {
  let top = 1;
  return Object.keys(OUTCOMES).flatMap((name) => {
    const links = sum(outcomes, name);
    if (!links) return [];
    top -= links / most;
    return svg("rect", {
      "data-outcome": name,
      x: percent((at + 0.15) / count),
      y: percent(top),
      width: percent(0.7 / count),
      height: percent(links / most),
    });
  });
}

function dayRow({ day, outcomes }) {
  const cells = Object.keys(OUTCOMES).map((name) => element("td", {}, String(sum(outcomes, name))));
  return element("tr", {}, [element("th", { scope: "row" }, dayName(day)), ...cells]);
}

function legendEntry(outcomes, name) {
  const swatch = svg("svg", { class: "swatch", "aria-hidden": "true" });
  swatch.append(svg("rect", { "data-outcome": name, width: "100%", height: "100%", rx: 2 }));
  const links = element("b", {}, String(sum(outcomes, name)));
  const entry = element("li", {}, [swatch, element("span", {}, OUTCOMES[name][0]), links]);
  entry.dataset.links = sum(outcomes, name);
  entry.dataset.name = name;
  return entry;
}

function sum(outcomes, name) {
  return OUTCOMES[name][1].reduce((links, outcome) => links + outcomes[outcome], 0);
}

// --- Lists -----------------------------------------------------------------------------------------------

function list(groups, name) {
  return groups.slice(0, 5).flatMap((group) => {
    const { created, linked } = group.steps;
    return [element("dt", {}, name(group)), element("dd", {}, `${linked} of ${created} linked`)];
  });
}

function failures(counts) {
  if (!counts.length) return [element("dt", {}, "No attempt has failed"), element("dd", {}, "0 links")];
  return counts.slice(0, 5).flatMap(({ reason, links }) => [
    element("dt", {}, element("code", {}, reason)),
    element("dd", {}, links === 1 ? "1 link" : `${links} links`),
  ]);
}

function countryName(code) {
  return code === "none" ? "Not known" : COUNTRIES.of(code);
}

// --- Drawing ---------------------------------------------------------------------------------------------

function svg(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function percent(share) {
  return `${(share * 100).toFixed(3)}%`;
}

function dayName(day) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en", { day: "numeric", month: "short", timeZone: "UTC" });
}
