// Loads the widget into a frame, and calls the host's callbacks with what it reports.
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
/** @typedef {import("../types").Connected} Connected */

/**
 * What is said in the page: of the options, and in the widget's language once it has started.
 * @typedef {Pick<Options, "title" | "closeLabel" | "closeQuestion">} Texts
 */

/**
 * What the widget's events change, and what they call.
 * @typedef {object} Widget
 * @property {(reason: string) => void} fail
 * @property {() => void} load
 * @property {() => void} end
 * @property {string} step
 * @property {(texts: Texts) => void} name
 * @property {number} links how many have expired
 */

/** How long the widget may take to report that it has started. */
const START_MS = 15_000;
/** A link that expires at once would otherwise be replaced for ever. */
const MAX_LINKS = 20;

/** Options that are part of the link's address. @type {("theme" | "locale")[]} */
const NAMES = ["theme", "locale"];

/** @type {Set<{ frame: HTMLIFrameElement, handle: Handle }>} */
const shown = new Set();

/**
 * Calls the callbacks of the options, and listeners that are added later.
 * @param {Options} options
 */
function emitter(options) {
  /** @type {Set<[string, ((detail: any) => void) | undefined]>} */
  const listeners = new Set();
  return {
    /** @param {EventName} name @param {any} [detail] */
    emit(name, detail) {
      const callback = options[/** @type {"onError"} */ ("on" + name[0].toUpperCase() + name.slice(1))];
      /** @type {[string, ((detail: any) => void) | undefined]} */
      const first = [name, callback];
      for (const [event, listener] of [first, ...listeners]) {
        // An error of the host's code must not stop the widget, and must not be lost.
        try {
          if (event === name) listener?.(detail);
        } catch (error) {
          reportError(error);
        }
      }
    },
    /** @type {Handle["on"]} */
    on(name, listener) {
      /** @type {[string, (detail: any) => void]} */
      const one = [name, listener];
      listeners.add(one);
      return () => void listeners.delete(one);
    },
  };
}

/**
 * The link's address, with the options that are part of it.
 * @param {Options} options
 */
async function addressOf(options) {
  const { url } = options;
  // Not relative to the page, because the text of an error would be an address, too.
  const address = new URL(await (typeof url === "function" ? url() : url));
  if (!/^https?:/.test(address.protocol)) throw new Error(address.protocol);
  for (const name of NAMES) if (options[name]) address.searchParams.set(name, options[name]);
  return address;
}

/**
 * What is done when the widget reports an event. Without a prototype, so that an event cannot name one of its methods.
 * @param {Options} options
 * @param {HTMLIFrameElement} frame
 * @param {(name: EventName, detail?: any) => void} emit
 * @param {Widget} widget
 */
function handlersOf(options, frame, emit, widget) {
  return {
    __proto__: null,
    /** @param {{ texts?: Texts }} data */
    ready({ texts }) {
      widget.name({ ...texts, ...options });
      emit("ready");
    },
    /** @param {{ height: number }} data */
    resize({ height }) {
      if (height > 0) frame.style.height = `${height}px`;
    },
    /** @param {{ step: string }} data */
    step(data) {
      widget.step = data.step;
    },
    /** @param {Connected} data */
    connected(data) {
      widget.step = "";
      emit("connected", data);
    },
    /** @param {{ reason: string }} data */
    error: (data) => widget.fail(data.reason),
    expired() {
      if (typeof options.url === "function" && ++widget.links < MAX_LINKS) widget.load();
      else emit("expired");
    },
    /** @param {{ url: string }} data */
    redirect({ url }) {
      if (options.redirect !== false && /^https?:/.test(url)) location.assign(url);
    },
    close: () => widget.end(),
  };
}

/**
 * Loads a widget into `frame`.
 * @param {Options} options
 * @param {HTMLIFrameElement} frame
 * @param {() => void} remove takes the frame away
 * @param {(texts: Texts) => void} [label] names what is around the frame
 * @returns {[Handle, () => void]} and what closes it without a question
 */
export function connect(options, frame, remove, label) {
  const { emit, on } = emitter(options);
  const widget = { fail, load, end, name, step: "", links: 0 };
  const handlers = handlersOf(options, frame, emit, widget);
  let origin = "";
  /** @type {string | undefined} */
  let question;
  let isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let start;

  /** @param {string} reason */
  function fail(reason) {
    clearTimeout(start);
    emit("error", { reason });
  }

  /** @param {Texts} texts */
  function name(texts) {
    question = texts.closeQuestion;
    frame.title = texts.title ?? "WhatsApp";
    label?.(texts);
  }

  async function load() {
    clearTimeout(start);
    try {
      const address = await addressOf(options);
      if (isOver) return;
      origin = address.origin;
      widget.step = "";
      frame.src = address.href;
      start = setTimeout(fail, START_MS, "not_loaded");
    } catch (error) {
      if (isOver) return;
      console.error("titan-widget", error);
      fail("invalid_url");
    }
  }

  /** @param {MessageEvent} event */
  function hear({ source, data, origin: sender }) {
    if (source !== frame.contentWindow || !source) return;
    // Compared as it is: another page in the frame may send what cannot be made a text.
    const isShaped = ["titan:widget", "titan:widget:event"].includes(data?.type) && typeof data.event === "string";
    if (!isShaped || sender !== origin) return;
    clearTimeout(start);
    emit("event", data);
    if (!isOver) handlers[/** @type {"step"} */ (data.event)]?.(data);
  }

  function end() {
    if (isOver) return;
    emit("close");
    handle.destroy();
  }

  /** @type {Handle} */
  const handle = {
    close() {
      const isLinking = /code|scanned/.test(widget.step);
      if (!isOver && (!isLinking || confirm(question ?? frame.title))) end();
      return isOver;
    },
    destroy() {
      if (isOver) return;
      isOver = true;
      clearTimeout(start);
      removeEventListener("message", hear);
      shown.delete(entry);
      remove();
    },
    on,
  };
  const entry = { frame, handle };
  for (const other of shown) if (!other.frame.isConnected) other.handle.destroy();
  shown.add(entry);
  addEventListener("message", hear);
  name(options);
  load();
  return [handle, end];
}
