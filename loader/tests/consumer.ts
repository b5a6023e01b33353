// Every option, callback, event and mistake, checked by a compiler and never run. The package's test compiles it again
// against the installed package.

import { mount, open, TitanConnect } from "titan-connect";
import type { Connected, EventName, Handle, Message, Options, Problem } from "titan-connect";

const full: Options = {
  url: async () => "https://connect.example.com/widget/connect?token=…",
  theme: "dark",
  locale: "pt-BR",
  title: "WhatsApp",
  closeLabel: "Fechar",
  closeQuestion: "Parar?",
  redirect: false,
  onReady: () => {},
  onConnected(message: Connected) {
    const status: "connected" = message.status;
    const method: "qr" | "pairing" | "cloud-api" = message.method;
    const phoneNumber: string | undefined = message.phoneNumber;
    console.log(status, method, phoneNumber, message.session, message.state, message.version);
  },
  onEvent: (message: Message) => console.log(message.event),
  onError: (problem: Problem) => console.log(problem.reason),
  onExpired: () => {},
  onClose: () => {},
};

const dialog: Handle = open(full);
mount("#whatsapp", { url: "https://connect.example.com" });
mount(document.body, { url: () => "https://connect.example.com", theme: null });

const isClosed: boolean = dialog.close();
const off: () => void = dialog.on("connected", ({ session, phoneNumber }) => console.log(session, phoneNumber));
off();
dialog.on("error", ({ reason }) => reason.length);
dialog.on("event", ({ type, version }) => console.log(type, version));
for (const name of ["ready", "expired", "close"] as const) dialog.on(name, () => console.log(isClosed));
const names: EventName[] = ["ready", "connected", "event", "error", "expired", "close"];
names.forEach((name) => dialog.on(name, () => {}));
dialog.destroy();

const element: TitanConnect = document.createElement("titan-connect");
element.url = async () => "https://connect.example.com";
element.addEventListener("connected", ({ detail }) => console.log(detail.session, detail.phoneNumber));
element.addEventListener("error", ({ detail }) => console.log(detail.reason));
element.addEventListener("click", ({ clientX }) => clientX);
element.removeEventListener("close", () => {});
document.querySelector("titan-connect")?.setAttribute("theme", "light");

TitanWidget?.open(full).destroy();
TitanWidget?.mount("body", full);

// @ts-expect-error: no link
open({});
// @ts-expect-error: not a link
open({ url: 7 });
// @ts-expect-error: a theme that does not exist
open({ url: "", theme: "blue" });
// @ts-expect-error: a misspelt option
open({ url: "", onconnected() {} });
// @ts-expect-error: nothing to mount in
mount({ url: "" });
// @ts-expect-error: it may be missing
mount(document.querySelector("#whatsapp"), full);
// @ts-expect-error: an event that does not exist
dialog.on("scanned", () => {});
// @ts-expect-error: an error has no session
dialog.on("error", ({ session }) => session);
// @ts-expect-error: a problem has a reason only
element.addEventListener("error", ({ detail }) => detail.session);
// @ts-expect-error: not a link
element.url = 7;
// @ts-expect-error: the script may not be loaded
TitanWidget.open(full);
// @ts-expect-error: it is for HTML
TitanWidget?.install();
