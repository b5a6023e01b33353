// Starts what the page asks for in its HTML.

import { fromAttributes } from "./attributes.js";
import { TitanConnect } from "./element.js";
import { mount, open } from "./show.js";

/**
 * Shows the widget that a script tag asks for.
 * @param {HTMLScriptElement} script
 */
function start(script) {
  const { dataset } = script;
  const { widgetUrl, started, mode, target } = dataset;
  if (!widgetUrl || started) return;
  dataset.started = "true";
  const options = fromAttributes((name) => dataset[name], widgetUrl);
  if (mode === "modal") {
    open(options);
  } else if (target) {
    mount(target, options);
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
  const run = () => document.querySelectorAll("script[data-widget-url]").forEach(/** @type {any} */ (start));
  // A target may stand after the script.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", run, { once: true });
  else run();
}
