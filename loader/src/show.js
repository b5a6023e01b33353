// Shows the widget in a page of another site: in a dialog, or in an element of the page.

import { connect } from "./connect.js";

/** @typedef {import("../types").Options} Options */
/** @typedef {import("../types").Handle} Handle */

const SHEET = "titan-widget";

/** @type {Handle | undefined} */
let modal;

/** @param {string} height */
function newFrame(height) {
  const frame = document.createElement("iframe");
  frame.allow = "clipboard-write";
  // Not with the attribute `style`, which a host's policy may forbid.
  frame.style.cssText = `width:100%;height:${height};border:0;display:block;color-scheme:normal`;
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
  const frame = newFrame("560px");
  parent.append(frame);
  return connect(options, frame, () => frame.remove())[0];
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
  const frame = newFrame("min(560px,100%)");
  dialog.className = SHEET;
  button.textContent = "×";
  dialog.append(button, frame);
  document.body.append(dialog);
  const [handle, end] = connect(options, frame, () => {
    modal = undefined;
    root.style.overflow = overflow;
    // Gives the focus back to where it was.
    dialog.close();
    dialog.remove();
  }, ({ closeLabel = "Close" }) => {
    dialog.ariaLabel = frame.title;
    button.ariaLabel = closeLabel;
  });
  modal = handle;
  const close = () => void handle.close();
  button.onclick = close;
  dialog.onclick = (event) => event.target === dialog && close();
  dialog.oncancel = (event) => {
    event.preventDefault();
    if (event.cancelable) close();
  };
  // A browser closes a dialog by itself if Escape is pressed without anything in between.
  dialog.onclose = end;
  dialog.showModal();
  root.style.overflow = "hidden";
  return handle;
}

/** A style sheet that is made by a script is allowed by every policy. */
function useSheet() {
  if (document.adoptedStyleSheets.some((one) => /** @type {any} */ (one)[SHEET])) return;
  const sheet = new CSSStyleSheet();
  /** @type {any} */ (sheet)[SHEET] = true;
  sheet.replaceSync(`.${SHEET}{width:min(720px,100%);max-width:100%;max-height:100%;padding:0;border:0;
border-radius:16px;background:none;overflow:auto}.${SHEET}::backdrop{background:#0009}
.${SHEET} button{position:absolute;top:8px;right:8px;width:40px;height:40px;border:0;border-radius:50%;background:none;
color:inherit;font:24px/1 sans-serif;cursor:pointer;z-index:1}
@media(max-width:480px){.${SHEET}{height:100%;border-radius:0}}`);
  document.adoptedStyleSheets.push(sheet);
}
