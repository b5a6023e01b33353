// The signup dialog. A person goes through its steps; the sandbox decides what each result means and returns actions.

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const steps = ["business", "number", "setup", "verification", "permissions", "reporting", "done"];
const NEW_NUMBER = "new";
const NO_NUMBER = "none";

let business = null;
let account = null;
let number = null;
let current = "business";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function call(name, body) {
  const response = await fetch(`/dialog/${data.id}/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function show(step) {
  current = step;
  $("problem").textContent = "";
  for (const name of steps) $(name).hidden = name !== step;
  $("exits").hidden = step === "done";
  $(step).querySelector("h1").focus();
  if ($(step).dataset.step === data.closeAt) window.close();
}

// --- what happens at the end

const perform = {
  message: ({ content }) => window.opener?.postMessage(content, "*"),
  code: takeCode,
  leave: ({ url }) => location.replace(url),
  close: () => window.close(),
};

async function run(actions) {
  show("done");
  for (const action of actions) {
    if (action.delayMs) await pause(action.delayMs);
    await perform[action.kind](action);
  }
}

async function takeCode({ inFrame, holdMs }) {
  const hasOpener = window.opener !== null;
  const { url } = await call("code", { hasOpener, holdMs });
  if (inFrame && hasOpener) return openInFrame(url);
  location.replace(url);
}

// The page stays, so that it can post its message after the code.
function openInFrame(url) {
  const frame = Object.assign(document.createElement("iframe"), { src: url, hidden: true });
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  return loaded;
}

// --- the steps

function choice(name, value, label, note) {
  const row = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name, value, required: true });
  const text = document.createElement("span");
  text.append(label);
  if (note) text.append(Object.assign(document.createElement("small"), { textContent: note }));
  row.append(input, text);
  return row;
}

function fill(id, rows) {
  const legend = $(id).querySelector("legend");
  $(id).replaceChildren(legend, ...rows);
  $(id).querySelector("input").checked = true;
}

function drawNumbers() {
  const rows = business.accounts.flatMap((own) => own.numbers.map((one) =>
    choice("number", one.id, one.display, one.onBusinessApp ? `${one.name}, on the WhatsApp Business app` : one.name)));
  fill("numbers", [
    ...rows,
    choice("number", NEW_NUMBER, "Add a phone number"),
    choice("number", NO_NUMBER, "Continue without a phone number"),
  ]);
}

const submit = {
  business(form) {
    business = data.businesses.find((own) => own.id === form.get("business"));
    account = business.accounts[0];
    drawNumbers();
    show("number");
  },
  number(form) {
    const id = form.get("number");
    if (id === NEW_NUMBER) return show("setup");
    account = business.accounts.find((own) => own.numbers.some((one) => one.id === id)) ?? business.accounts[0];
    number = account.numbers.find((one) => one.id === id) ?? null;
    review();
  },
  async setup(form) {
    const request = { accountId: account.id, phoneNumber: form.get("phoneNumber"), name: form.get("name") };
    const added = await call("numbers", request);
    number = added.number;
    $("sms").textContent = added.code;
    show("verification");
  },
  async verification(form) {
    await call("verify", { numberId: number.id, code: form.get("code") });
    review();
  },
  async permissions() {
    const { actions } = await call("finish", { accountId: account.id, numberId: number?.id ?? null });
    await run(actions);
  },
  async reporting(form) {
    const { actions } = await call("report", { text: form.get("text") });
    await run(actions);
  },
};

function review() {
  $("chosen").textContent = number ? `${business.name}, ${number.display}` : business.name;
  show("permissions");
}

async function attempt(action) {
  try {
    await action();
  } catch (error) {
    $("problem").textContent = error.message;
  }
}

for (const [name, handle] of Object.entries(submit)) {
  $(name).addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => handle(new FormData(event.target)));
  });
}
$("report").addEventListener("click", () => show("reporting"));
$("cancel").addEventListener("click", () => attempt(async () => {
  const { actions } = await call("cancel", { step: $(current).dataset.step });
  await run(actions);
}));

if (data.actions) {
  run(data.actions);
} else {
  fill("businesses", data.businesses.map((own) => choice("business", own.id, own.name)));
  show("business");
}
