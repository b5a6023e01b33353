// The events that the page's backend received by webhook, each with its attempts.

import { ask } from "./backend.js";
import { $, element } from "./page.js";
import { refreshStats } from "./stats.js";

const MOST = 200;

const FAILURES = {
  status: "refused",
  redirect: "redirect",
  gone: "gone",
  timeout: "no answer in time",
  connection: "no connection",
  tls: "no secure connection",
  host_not_found: "host not found",
  refused_address: "address not allowed",
};

// Each stream starts with the complete state and reconnects by itself, so nothing is stored between two.
export function showEvents() {
  const stream = new EventSource("/events");
  stream.addEventListener("hello", ({ data }) => showHello(JSON.parse(data)));
  stream.addEventListener("failing", ({ data }) => showFailing(JSON.parse(data)));
  stream.addEventListener("delivery", ({ data }) => showDelivery(JSON.parse(data)));
  stream.addEventListener("delivery", refreshStats);
  $("events-failing").addEventListener("click", switchFailing);
  $("events-test").addEventListener("click", sendTest);
}

function showHello({ url, problem }) {
  $("events").replaceChildren();
  $("events-url").textContent = url;
  if (problem) $("events-hint").textContent = `The playground has no webhook: ${problem}.`;
}

// --- Failing on purpose ----------------------------------------------------------------------------------

function showFailing({ left }) {
  $("events-failing").setAttribute("aria-checked", String(left > 0));
  const deliveries = left === 1 ? "delivery" : `${left} deliveries`;
  $("events-left").textContent = left ? `The backend answers the next ${deliveries} with 500.` : "";
}

async function switchFailing() {
  const on = $("events-failing").getAttribute("aria-checked") !== "true";
  await ask("/events/failing", { on }).then(showFailing, showProblem);
}

async function sendTest() {
  await ask("/events/test", {}).catch(showProblem);
}

function showProblem(error) {
  $("events-left").textContent = error.message;
}

// --- One event -------------------------------------------------------------------------------------------

// Ids sort by time; the newest event is first.
function showDelivery(delivery) {
  const list = $("events");
  const known = document.getElementById(delivery.id);
  const entry = known ?? element("li", { id: delivery.id, className: "fresh" });
  entry.dataset.event = delivery.event;
  entry.dataset.state = delivery.state ?? "arriving";
  entry.replaceChildren(...parts(delivery));
  if (known) return;
  list.insertBefore(entry, [...list.children].find((other) => other.id < delivery.id) ?? null);
  while (list.children.length > MOST) list.lastElementChild.remove();
}

function parts(delivery) {
  return [
    element("time", { dateTime: delivery.at }, clock(delivery.at)),
    element("div", { className: "log-what" }, [
      element("b", {}, delivery.event),
      element("span", {}, delivery.session ?? "no session"),
    ]),
    element("div", { className: "log-message" }, [says(delivery), proof(delivery)]),
    attempts(delivery),
  ];
}

function says({ summary = [] }) {
  const pairs = summary.map(([name, value]) =>
    element("div", {}, [element("dt", {}, name), element("dd", {}, name.endsWith("At") ? clock(value) : value)]),
  );
  return element("dl", { className: "says" }, pairs);
}

function proof({ checked, deliveryId }) {
  return element("p", { className: "proof" }, [
    ...(checked ? [element("span", { className: "checked" }, "✓ signature checked")] : []),
    ...(deliveryId ? [element("code", {}, deliveryId)] : []),
  ]);
}

function attempts({ state, attempts = [], nextTry }) {
  const outlook = outlookOf(state, attempts, nextTry);
  return element("div", { className: "attempts" }, [
    element("ol", {}, attempts.map(attempt)),
    ...(outlook ? [outlookLine(state, outlook)] : []),
  ]);
}

function attempt({ at, status, failure, durationMs }) {
  const words = failure ? FAILURES[failure] ?? failure : "delivered";
  return element("li", {}, [
    element("time", { dateTime: at }, clock(at)),
    element("span", { className: failure ? "no" : "ok" }, status ? `${status} ${words}` : words),
    element("span", { className: "took" }, `${durationMs} ms`),
  ]);
}

function outlookOf(state, attempts, nextTry) {
  if (state === "failed") return "Given up. It can be replayed.";
  if (nextTry) return `Next try about ${clock(nextTry)}`;
  if (state === "pending" && !attempts.length) return "In line behind the one before it";
  return null;
}

function outlookLine(state, words) {
  const line = element("p", { className: "outlook" }, words);
  line.dataset.state = state;
  return line;
}

function clock(text) {
  return new Date(text).toTimeString().slice(0, 8);
}
