// The host page of another site: requests a link from its backend, embeds the widget, and accepts only
// messages that pass three checks. Plain modules without dependencies.

import { ask, refreshSession, watchSession } from "./backend.js";
import { showEvents } from "./events.js";
import { CONNECTED, logMessage, objection } from "./messages.js";
import { $, applyTheme, chosenTheme, element, rememberedTheme, rememberTheme } from "./page.js";
import { refreshStats, showStats } from "./stats.js";

const HEIGHT = { least: 320, most: 1400 };

let service; // the only origin to believe
let link = null; // the attempt on the screen: {session, connected}

// --- The host page's own reaction ------------------------------------------------------------------------

function showChannel(state, title, detail, label) {
  $("channel").dataset.state = state;
  $("channel-title").replaceChildren(...title);
  $("channel-detail").textContent = detail;
  $("channel-state").textContent = label;
}

function showDisconnected(detail = "Link a WhatsApp number to answer customers from the inbox.") {
  showChannel("disconnected", ["No number connected"], detail, "Not connected");
}

function showConnected(phoneNumber, pushName) {
  const title = [pushName ? `Connected as ${pushName}` : "Connected"];
  if (phoneNumber) title.push(" ", element("span", { className: "number" }, readable(phoneNumber)));
  showChannel("connected", title, "Messages to this number arrive in the inbox.", "Connected");
}

// Formats Brazilian numbers, which the sandbox uses; other numbers are shown unchanged.
function readable(phoneNumber) {
  return phoneNumber.replace(/^\+55(\d{2})(\d{4,5})(\d{4})$/, "+55 $1 $2-$3");
}

// The message arrives first; the backend has the name and the current state.
function onSession({ status, statusReason, phoneNumber, pushName }) {
  if (!link.connected) return;
  if (status === "CONNECTED") showConnected(phoneNumber, pushName);
  if (status === "DISCONNECTED") showDisconnected(LOSSES[statusReason] ?? "The number is no longer linked.");
}

const LOSSES = {
  LOGGED_OUT: "The number was logged out on the phone.",
  MANUAL_STOP: "The connection was stopped.",
};

// --- The widget ------------------------------------------------------------------------------------------

function showEmbed(state, words, action) {
  $("embed").dataset.state = state;
  $("notice").textContent = words ?? "";
  $("notice-action").hidden = !action;
  $("notice-action").textContent = action ?? "";
}

async function newLink(sessionName) {
  const mine = (link = { session: null, connected: false });
  watchSession(null);
  showDisconnected();
  showEmbed("loading", "Asking the service for a link…");
  try {
    const { session, widgetUrl } = await ask("/widget-sessions", { theme: chosenTheme(), sessionName });
    if (link !== mine) return;
    mine.session = session;
    $("session-name").textContent = session;
    openFrame(widgetUrl);
    watchSession(session, onSession);
  } catch (error) {
    if (link === mine) showEmbed("notice", error.message, "Try again");
  }
}

// A new element each time, because changing `src` would add an entry to the tab's history.
function openFrame(url) {
  const frame = $("widget").cloneNode(false);
  frame.style.removeProperty("height");
  frame.src = url;
  $("widget").replaceWith(frame);
  showEmbed("open");
}

async function openAtTopLevel() {
  const callbackUrl = new URL("/callback", location.href).href;
  try {
    const { widgetUrl } = await ask("/widget-sessions", { theme: chosenTheme(), callbackUrl, redirect: true });
    location.assign(widgetUrl);
  } catch (error) {
    showEmbed("notice", error.message, "Try again");
  }
}

// --- Messages --------------------------------------------------------------------------------------------

function onMessage(event) {
  const ignored = objection(event, $("widget"), service);
  logMessage(event, ignored);
  if (ignored) return;
  if (event.data.type === CONNECTED) onConnected(event.data);
  else onWidgetEvent(event.data);
  refreshSession();
  refreshStats();
}

function onConnected({ phoneNumber }) {
  link.connected = true;
  showConnected(phoneNumber);
}

function onWidgetEvent({ event, height }) {
  if (event === "resize" && Number.isFinite(height)) fitFrame(height);
  if (event !== "close") return;
  if (link.connected) showEmbed("notice", "The widget has closed by itself.", "Link another number");
  else showEmbed("notice", "The person closed the widget.", "Show the widget again");
}

function fitFrame(height) {
  const fitting = Math.min(Math.max(height, HEIGHT.least), HEIGHT.most);
  $("widget").style.height = `${Math.ceil(fitting)}px`;
}

// --- The snippet -----------------------------------------------------------------------------------------

function snippet(origin) {
  return `<iframe id="whatsapp" src="THE WIDGET URL" title="Link WhatsApp" allow="clipboard-write"></iframe>
<script>
  const frame = document.getElementById('whatsapp');
  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow) return;
    if (event.data?.type !== 'titan:widget') return;
    if (event.origin !== '${origin}') return;
    showConnected(event.data.session); // then ask your backend about it
  });
</script>`;
}

// If the browser blocks the clipboard, the text is selected instead.
async function copySnippet() {
  const copied = await navigator.clipboard.writeText($("snippet").textContent).then(() => true, () => false);
  if (!copied) getSelection().selectAllChildren($("snippet"));
  $("copy").textContent = copied ? "Copied" : "Selected";
  setTimeout(() => ($("copy").textContent = "Copy"), 1500);
}

// --- Start -----------------------------------------------------------------------------------------------

// The widget's theme belongs to the link, so a new theme needs a new link, unless the number is connected.
function changeTheme() {
  rememberTheme(chosenTheme());
  applyTheme(chosenTheme());
  if (link?.session && !link.connected) newLink(link.session);
}

function listen() {
  $("theme").addEventListener("change", changeTheme);
  $("new-link").addEventListener("click", () => newLink());
  $("notice-action").addEventListener("click", () => newLink());
  $("open-top").addEventListener("click", openAtTopLevel);
  $("copy").addEventListener("click", copySnippet);
  window.addEventListener("message", onMessage);
  window.addEventListener("focus", refreshSession);
}

async function start() {
  applyTheme(rememberedTheme());
  document.querySelector(`input[name=theme][value=${rememberedTheme()}]`).checked = true;
  const config = await ask("/config");
  service = new URL(config.service).origin;
  $("snippet").textContent = snippet(service);
  $("phone").src = config.phone;
  listen();
  showEvents();
  showStats();
  await newLink();
}

start().catch((error) => showEmbed("notice", `The playground could not start: ${error.message}`));
