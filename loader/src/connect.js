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

/** How long the widget may take to report that it has started. */
const START_MS = 15_000;
/** A link that expires at once would otherwise be replaced for ever. */
const MAX_LINKS = 20;

/** Options that are part of the link's address. @type {("theme" | "locale")[]} */
const NAMES = ["theme", "locale"];

/** @type {Set<{ frame: HTMLIFrameElement, handle: Handle }>} */
const shown = new Set();

/**
 * Loads a widget into `frame`.
 * @param {Options} options
 * @param {HTMLIFrameElement} frame
 * @param {() => void} remove takes the frame away
 * @returns {[Handle, () => void]} and what closes it without a question
 */
export function connect(options, frame, remove) {
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
      // Not relative to the page, because the text of an error would be an address, too.
      const address = new URL(await (typeof url === "function" ? url() : url));
      if (isOver) return;
      if (!/^https?:$/.test(address.protocol)) throw new Error(address.protocol);
      for (const name of NAMES) if (options[name]) address.searchParams.set(name, options[name]);
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
    if (!/^titan:widget(:event)?$/.test(data?.type) || typeof data.event !== "string" || sender !== origin) return;
    clearTimeout(start);
    emit("event", data);
    if (!isOver) handlers[/** @type {"step"} */ (data.event)]?.(data);
  }

  // Without a prototype, so that an event cannot name one of its methods.
  const handlers = {
    __proto__: null,
    ready: () => emit("ready"),
    /** @param {{ height: number }} data */
    resize({ height }) {
      if (height > 0) frame.style.height = `${height}px`;
    },
    /** @param {{ step: string }} data */
    step(data) {
      step = data.step;
    },
    /** @param {Connected} data */
    connected(data) {
      step = "";
      emit("connected", data);
    },
    /** @param {{ reason: string }} data */
    error: (data) => fail(data.reason),
    expired() {
      if (typeof options.url === "function" && ++links < MAX_LINKS) load();
      else emit("expired");
    },
    /** @param {{ url: string }} data */
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
  return [handle, end];
}
