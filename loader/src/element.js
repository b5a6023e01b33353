// The element `<titan-connect>`.

import { fromAttributes } from "./attributes.js";
import { mount } from "./show.js";

/** @typedef {import("../types").Options} Options */
/** @typedef {import("../types").Handle} Handle */
/** @typedef {import("../types").EventName} EventName */

/** @type {EventName[]} */
const EVENTS = ["ready", "connected", "event", "error", "expired", "close"];

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
    const { url } = this;
    // If it was set before the element was defined, it hides the accessor.
    delete (/** @type {any} */ (this).url);
    this.url = url;
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
    const options = fromAttributes((name) => this.getAttribute(name), this.url);
    this.#handle = mount(this, options);
    for (const name of EVENTS) {
      this.#handle.on(name, (detail) => this.dispatchEvent(new CustomEvent(name, { detail })));
    }
  }

  #hide() {
    this.#handle?.destroy();
    this.#handle = undefined;
  }
}
