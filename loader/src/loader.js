// Shows the widget in a page of another site: in a dialog, or in an element of the page.
//
// The widget is a frame of the service's origin. It reports what happens with `postMessage`, and a message is believed
// only if its source is this frame, its shape is ours and its origin is the service's, in this order: the first check
// is the cheapest, and the last one is certain. Nothing is sent to the frame.
//
// - The frame is loaded anew (its link had expired): the source stays the same window, and so does the check.
// - Several widgets are on one page: each has its own frame and hears only that one.
// - The host removes the frame: its window is gone, so nothing is heard any more; the listener goes with the next widget.
// - The script is included twice, or the page is rendered on a server: see `classic` in xtask/src/loader.rs, and `install`.

/** @typedef {import("../types").Options} Options */
/** @typedef {import("../types").Handle} Handle */
/** @typedef {import("../types").EventName} EventName */

/** How long the widget may take to report that it has started. */
const START_MS = 15_000;
/** A link that expires at once would otherwise be replaced for ever. */
const MAX_LINKS = 20;
const SHEET = "titan-widget";

/** @type {Set<{ frame: HTMLIFrameElement, handle: Handle }>} */
const shown = new Set();
/** @type {Handle | undefined} */
let modal;

/**
 * Loads a widget into `frame`.
 * @param {Options} options
 * @param {HTMLIFrameElement} frame
 * @param {() => void} remove takes the frame away
 * @returns {Handle}
 */
function connect(options, frame, remove) {
  /** @type {[string, (detail: any) => void][]} */
  let listeners = [];
  let origin = "";
  let step = "";
  let links = 0;
  let isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let start;

  for (const other of shown) if (!other.frame.isConnected) other.handle.destroy();

  /** @param {EventName} name @param {any} [detail] */
  function emit(name, detail) {
    const callback = options[/** @type {"onReady"} */ ("on" + name[0].toUpperCase() + name.slice(1))];
    const called = [callback, ...listeners.filter((one) => one[0] === name).map((one) => one[1])];
    for (const one of called) {
      // An error of the host's code must not stop the widget, and must not be lost.
      try {
        one?.(detail);
      } catch (error) {
        reportError(error);
      }
    }
  }

  /** @param {string} reason */
  function fail(reason) {
    clearTimeout(start);
    emit("error", { reason });
  }

  async function load() {
    clearTimeout(start);
    try {
      const { url } = options;
      const address = new URL(await (typeof url === "function" ? url() : url), document.baseURI);
      if (isOver) return;
      if (!/^https?:$/.test(address.protocol)) throw new Error(address.protocol);
      origin = address.origin;
      step = "";
      frame.src = address.href;
      start = setTimeout(fail, START_MS, "not_loaded");
    } catch (error) {
      if (isOver) return;
      console.error("titan-widget: no usable url", error);
      fail("invalid_url");
    }
  }

  /** @param {MessageEvent} event */
  function hear({ source, data, origin: sender }) {
    if (source !== frame.contentWindow || !source) return;
    const isOurs = data?.type === "titan:widget" || data?.type === "titan:widget:event";
    if (!isOurs || typeof data.event !== "string" || sender !== origin) return;
    emit("event", data);
    if (!isOver) handlers[/** @type {"ready"} */ (data.event)]?.(data);
  }

  /** @type {Record<string, (data: any) => void> & { __proto__: null }} */
  const handlers = {
    __proto__: null,
    ready() {
      clearTimeout(start);
      emit("ready");
    },
    resize({ height }) {
      if (height > 0) frame.style.height = `${height}px`;
    },
    step(data) {
      step = data.step;
    },
    connected(data) {
      step = "";
      emit("connected", data);
    },
    error: (data) => fail(data.reason),
    expired() {
      if (typeof options.url === "function" && ++links < MAX_LINKS) load();
      else emit("expired");
    },
    redirect({ url }) {
      if (options.redirect !== false && /^https?:/.test(url)) location.assign(url);
    },
    close: () => end(),
  };

  function end() {
    if (isOver) return;
    emit("close");
    handle.destroy();
  }

  /** @type {Handle} */
  const handle = {
    close() {
      const isLinking = step === "code" || step === "scanned";
      const question = options.closeQuestion ?? "Stop linking WhatsApp?";
      if (!isOver && (!isLinking || confirm(question))) end();
      return isOver;
    },
    destroy() {
      if (isOver) return;
      isOver = true;
      clearTimeout(start);
      removeEventListener("message", hear);
      shown.delete(entry);
      listeners = [];
      remove();
    },
    on(name, listener) {
      /** @type {[string, (detail: any) => void]} */
      const one = [name, listener];
      if (!isOver) listeners.push(one);
      return () => {
        listeners = listeners.filter((other) => other !== one);
      };
    },
  };
  const entry = { frame, handle };
  shown.add(entry);
  addEventListener("message", hear);
  load();
  return handle;
}

/** @param {Options} options @param {string} height */
function newFrame(options, height) {
  const frame = document.createElement("iframe");
  frame.title = options.title ?? "WhatsApp";
  frame.allow = "clipboard-write";
  // Set one by one: a host's policy may forbid the attribute `style`.
  Object.assign(frame.style, { width: "100%", height, border: "0", display: "block", colorScheme: "normal" });
  return frame;
}

/**
 * Shows the widget in an element of the page, as high as its content.
 * @param {string | Element} target
 * @param {Options} options
 * @returns {Handle}
 */
export function mount(target, options) {
  const parent = typeof target === "string" ? document.querySelector(target) : target;
  if (!parent) throw new Error(`titan-widget: there is no ${target}`);
  const frame = newFrame(options, "560px");
  parent.append(frame);
  return connect(options, frame, () => frame.remove());
}

/**
 * Shows the widget in a dialog. While one is open, it is returned.
 * @param {Options} options
 * @returns {Handle}
 */
export function open(options) {
  if (modal) return modal;
  useSheet();
  const root = document.documentElement;
  const overflow = root.style.overflow;
  const dialog = document.createElement("dialog");
  const button = document.createElement("button");
  const frame = newFrame(options, "min(560px, 100%)");
  dialog.className = SHEET;
  dialog.setAttribute("aria-label", frame.title);
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", options.closeLabel ?? "Close");
  dialog.append(button, frame);
  document.body.append(dialog);
  const handle = connect(options, frame, () => {
    modal = undefined;
    root.style.overflow = overflow;
    // Gives the focus back to where it was.
    dialog.close();
    dialog.remove();
  });
  modal = handle;
  const close = () => void handle.close();
  button.onclick = close;
  dialog.onclick = (event) => event.target === dialog && close();
  dialog.oncancel = (event) => {
    event.preventDefault();
    close();
  };
  // Browsers close a dialog without asking when Escape is pressed a second time.
  dialog.onclose = () => handle.destroy();
  dialog.showModal();
  root.style.overflow = "hidden";
  return handle;
}

/** A style sheet that is made by a script is allowed by every policy. */
function useSheet() {
  if (document.adoptedStyleSheets.some((one) => /** @type {any} */ (one)[SHEET])) return;
  const sheet = new CSSStyleSheet();
  /** @type {any} */ (sheet)[SHEET] = true;
  sheet.replaceSync(`.${SHEET}{box-sizing:border-box;width:min(720px,100%);max-width:100%;max-height:100%;padding:0;border:0;
border-radius:16px;background:none;overflow:auto}.${SHEET}::backdrop{background:#0009}
.${SHEET} button{position:absolute;top:8px;right:8px;width:40px;height:40px;border:0;border-radius:50%;background:none;
color:inherit;font:24px/1 sans-serif;cursor:pointer;z-index:1}
@media(max-width:480px){.${SHEET}{height:100%;border-radius:0}}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** `<titan-connect url="…">`; not where there are no elements. */
const Base = globalThis.HTMLElement ?? class {};

export class TitanConnect extends Base {
  static observedAttributes = ["url"];

  /** @type {Handle | undefined} */
  #handle;
  /** @type {Options["url"] | undefined} */
  #url;

  /** The link, or a function that returns one. */
  get url() {
    return this.#url ?? this.getAttribute("url") ?? "";
  }

  set url(url) {
    this.#url = url;
    this.#show();
  }

  connectedCallback() {
    this.#show();
  }

  disconnectedCallback() {
    this.#hide();
  }

  attributeChangedCallback() {
    this.#url = undefined;
    this.#show();
  }

  #show() {
    this.#hide();
    if (!this.isConnected || !this.url) return;
    this.style.display ||= "block";
    const options = fromAttributes((name) => this.getAttribute(name));
    this.#handle = mount(this, { ...options, url: this.url });
    for (const name of EVENTS) {
      this.#handle.on(name, (detail) => this.dispatchEvent(new CustomEvent(name, { detail })));
    }
  }

  #hide() {
    this.#handle?.destroy();
    this.#handle = undefined;
  }
}

/** @type {EventName[]} */
const EVENTS = ["ready", "connected", "event", "error", "expired", "close"];

/**
 * @param {(name: string) => string | null} read
 * @returns {Partial<Options>}
 */
function fromAttributes(read) {
  return {
    redirect: read("redirect") !== "false",
  };
}

/**
 * Shows the widget that a script tag asks for.
 * @param {HTMLScriptElement} script
 */
function start(script) {
  const url = script.dataset.widgetUrl;
  if (!url || script.dataset.started) return;
  script.dataset.started = "";
  const options = { ...fromAttributes((name) => script.dataset[name] ?? null), url };
  if (script.dataset.mode === "modal") {
    open(options);
  } else if (script.dataset.target) {
    mount(script.dataset.target, options);
  } else {
    const place = document.createElement("div");
    script.after(place);
    mount(place, options);
  }
}

/** Defines the element and starts what script tags ask for; nothing where there is no page. */
export function install() {
  if (!globalThis.customElements) return;
  if (!customElements.get("titan-connect")) customElements.define("titan-connect", TitanConnect);
  const run = () => document.querySelectorAll("script[data-widget-url]").forEach((one) => start(/** @type {any} */ (one)));
  // A target may stand after the script.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", run, { once: true });
  else run();
}
