// The page of a phone: what its owner does becomes calls to the sandbox. The page keeps only the screen that is
// shown and the messages that its owner wrote; linked devices are read from the sandbox each time.

const $ = (id) => document.getElementById(id);
const screens = ["devices", "camera", "code", "chat", "outcome", "addition"];
const NEW_PHONE = "new";
const OWNER_KEY = "sandbox-phone";

let phones = [];
let sights = [];
let chosen = null;
let busy = false;
let attempted = "camera";
const written = [];

async function call(method, path, body) {
  const request = { method, headers: {} };
  if (body !== undefined) {
    request.headers["content-type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await fetch(path, request);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer.data;
}

const owner = () => phones.find((phone) => phone.phoneNumber === $("owner").value);
const ofOwner = (action) => `phones/${encodeURIComponent(owner().phoneNumber)}/${action}`;
const shown = (screen) => !$(screen).hidden;
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function show(screen) {
  for (const name of screens) $(name).hidden = name !== screen;
  $(`${screen}-title`).focus();
  if (screen === "devices") refresh();
  if (screen === "chat") openChat();
  if (screen === "code") $("typed").focus();
  if (screen === "camera") {
    chosen = null;
    drawSights([]);
    look();
  }
}

function outcome(kind, title, text) {
  $("outcome").dataset.kind = kind;
  $("outcome-title").textContent = title;
  $("outcome-text").textContent = text;
  $("again").hidden = kind === "good";
  show("outcome");
}

// --- the selected phone and its linked devices

async function refresh() {
  try {
    phones = await call("GET", "phones");
  } catch {
    return;
  }
  drawOwners();
  drawDevices();
}

function drawOwners() {
  const select = $("owner");
  const wanted = select.value || sessionStorage.getItem(OWNER_KEY);
  const options = phones.map((phone) =>
    element("option", { value: phone.phoneNumber, textContent: phone.businessName ?? phone.pushName }));
  const known = [...select.options].map((option) => option.value).join();
  const now = [...options.map((option) => option.value), NEW_PHONE].join();
  if (known !== now) {
    select.replaceChildren(...options, element("option", { value: NEW_PHONE, textContent: "Another phone…" }));
  }
  const there = phones.some((phone) => phone.phoneNumber === wanted);
  if (wanted !== NEW_PHONE) select.value = there ? wanted : phones[0].phoneNumber;
}

function drawDevices() {
  const phone = owner();
  if (!phone) return;
  const picture = JSON.stringify([phone.phoneNumber, phone.rings, phone.devices]);
  if ($("list").dataset.picture === picture) return;
  $("list").dataset.picture = picture;
  $("list-title").textContent = `Linked to ${phone.phoneNumber}`;
  $("rings").textContent = phone.rings ? "This phone rings" : "This phone is silent: a linked device is in use";
  const rows = phone.devices.map(deviceRow);
  $("list").replaceChildren(...(rows.length ? rows : [element("li", { className: "none" }, "No device yet")]));
}

function deviceRow(device) {
  const since = new Date(device.linkedAt * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const state = device.presence === "available" ? "In use" : device.online ? "Active" : "Away";
  const about = `${state} · since ${since}`;
  const button = element("button", { type: "button", textContent: "Log out" });
  button.setAttribute("aria-label", `Log out device ${device.device}`);
  button.addEventListener("click", () => logOut(device.device));
  const name = element("span", {}, element("b", { textContent: `Device ${device.device}` }), element("small", { textContent: about }));
  const row = element("li", {}, name, button);
  row.dataset.device = device.device;
  return row;
}

async function logOut(device) {
  try {
    await call("POST", ofOwner("unlink"), { device });
    $("said").textContent = `Device ${device} was logged out`;
  } catch (error) {
    $("said").textContent = error.message;
  }
  $("devices-title").focus();
  refresh();
}

// --- the camera

async function look() {
  let visible = [];
  try {
    visible = await call("GET", "camera");
  } catch {
    // The service cannot be reached at the moment, so no code is visible.
  }
  if (shown("camera") && !busy) drawSights(visible);
}

function drawSights(visible) {
  const same = JSON.stringify(visible.map((sight) => sight.label)) === JSON.stringify(sights.map((sight) => sight.label));
  sights = visible;
  if (!sights.some((sight) => sight.label === chosen)) chosen = sights[0]?.label ?? null;
  $("shutter").disabled = sights.length === 0 || busy;
  if (same && $("seen").childElementCount) return;
  const nothing = element("p", { textContent: "Looking for a code on the screen…" });
  $("seen").replaceChildren(...(sights.length > 1 ? sights.map(sightRow) : sights.map(onlySight)));
  if (!sights.length) $("seen").append(nothing);
}

function onlySight(sight) {
  const plate = $("plate").content.cloneNode(true);
  return element("p", { className: "only" }, plate, element("span", { textContent: sight.label }));
}

function sightRow(sight) {
  const radio = element("input", { type: "radio", name: "sight", checked: sight.label === chosen });
  radio.addEventListener("change", () => { chosen = sight.label; });
  return element("label", { className: "sight" }, radio, element("span", { textContent: sight.label }));
}

// The code is read when the shutter is pressed, since it changes while its label stays the same.
async function takePicture() {
  await scan(async () => {
    const visible = await call("GET", "camera");
    const sight = visible.find((candidate) => candidate.label === chosen);
    if (!sight) throw new Error("the code is not on the screen any more");
    return sight.qr;
  });
}

function scan(read) {
  return link("camera", "scan", async () => ({ qr: await read() }));
}

async function link(screen, action, read) {
  if (busy) return;
  busy = true;
  attempted = screen;
  $("shutter").disabled = true;
  $("enter-button").disabled = true;
  $("said").textContent = "Linking";
  const phone = owner();
  try {
    await call("POST", ofOwner(action), await read());
    outcome("good", "Linked", `The device now uses the account of ${phone.businessName ?? phone.pushName}.`);
  } catch (error) {
    outcome("bad", "Not linked", sentence(error.message));
  } finally {
    busy = false;
    $("enter-button").disabled = false;
  }
}

// --- a typed code

function enterCode(event) {
  event.preventDefault();
  const code = $("typed").value;
  event.target.reset();
  link("code", "enter-code", async () => ({ code }));
}

// Inserts the dash after four characters, and removes it when they are erased.
function groupCode(event) {
  const typed = $("typed").value.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, 8);
  const erasing = event.inputType?.startsWith("delete");
  $("typed").value = typed.length > 4 || (typed.length === 4 && !erasing) ? `${typed.slice(0, 4)}-${typed.slice(4)}` : typed;
}

// --- messages

const nameOf = (number) => {
  const phone = phones.find((candidate) => candidate.phoneNumber === number);
  return phone ? phone.businessName ?? phone.pushName : number;
};

function openChat() {
  const others = phones.filter((phone) => phone !== owner());
  const linked = others.find((phone) => phone.devices.length) ?? others[0];
  $("to").replaceChildren(...others.map((phone) =>
    element("option", { value: phone.phoneNumber, textContent: nameOf(phone.phoneNumber), selected: phone === linked })));
  $("send-problem").textContent = "";
  $("letters").dataset.picture = "";
  readChat();
}

async function readChat() {
  const [me, other] = [owner()?.phoneNumber, $("to").value];
  if (!me) return;
  let received;
  try {
    received = await call("GET", ofOwner("inbox"));
  } catch {
    return;
  }
  if (owner()?.phoneNumber !== me || $("to").value !== other) return;
  const letters = [...received, ...written]
    .filter((letter) => (letter.from === me && letter.to === other) || (letter.from === other && letter.to === me))
    .sort((one, another) => one.at - another.at);
  drawLetters(letters, me);
}

function drawLetters(letters, me) {
  const picture = JSON.stringify(letters);
  if ($("letters").dataset.picture === picture) return;
  $("letters").dataset.picture = picture;
  const rows = letters.map((letter) =>
    element("li", { className: letter.from === me ? "mine" : "theirs", textContent: letter.text }));
  $("letters").replaceChildren(...(rows.length ? rows : [element("li", { className: "none", textContent: "No message yet" })]));
  $("letters").scrollTop = $("letters").scrollHeight;
}

async function send(event) {
  event.preventDefault();
  const [text, from, to] = [$("text").value, owner().phoneNumber, $("to").value];
  $("send-problem").textContent = "";
  try {
    const { id } = await call("POST", ofOwner("send"), { text, to });
    written.push({ id, from, to, text, at: Math.floor(Date.now() / 1000) });
    event.target.reset();
    readChat();
  } catch (error) {
    $("send-problem").textContent = sentence(error.message);
  }
}

// --- another phone

async function addPhone(event) {
  event.preventDefault();
  const fields = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value.trim()));
  $("add-problem").textContent = "";
  try {
    const added = await call("POST", "phones", fields);
    await refresh();
    $("owner").value = added.phoneNumber;
    event.target.reset();
    ownerChosen();
  } catch (error) {
    $("add-problem").textContent = sentence(error.message);
  }
}

function ownerChosen() {
  if ($("owner").value === NEW_PHONE) return show("addition");
  sessionStorage.setItem(OWNER_KEY, $("owner").value);
  drawDevices();
  show("devices");
}

// --- event handlers

for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    if (!owner()) $("owner").value = phones[0]?.phoneNumber ?? NEW_PHONE;
    show(button.dataset.show);
  });
}
$("owner").addEventListener("change", ownerChosen);
$("link").addEventListener("click", () => show("camera"));
$("again").addEventListener("click", () => show(attempted));
$("write").addEventListener("click", () => show("chat"));
$("to").addEventListener("change", readChat);
$("typed").addEventListener("input", groupCode);
$("enter").addEventListener("submit", enterCode);
$("send").addEventListener("submit", send);
$("shutter").addEventListener("click", takePicture);
$("add").addEventListener("submit", addPhone);
$("paste").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("pasted").value;
  event.target.reset();
  scan(async () => text);
});
setInterval(() => {
  if (document.hidden) return;
  if (shown("camera")) look();
  if (shown("chat")) readChat();
  if (shown("devices")) refresh();
}, 1000);
refresh();
