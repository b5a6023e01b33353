// Messages from frames: the checks, and the log of all messages.

import { $, element } from "./page.js";

export const CONNECTED = "titan:widget";
const EVENT = "titan:widget:event";

// Why a message is rejected, or null. The source is checked first, because it cannot be forged.
export function objection({ source, data, origin }, frame, service) {
  if (source !== frame.contentWindow) return "source";
  if (!isWidgetMessage(data)) return "shape";
  if (origin !== service) return "origin";
  return null;
}

function isWidgetMessage(data) {
  if (data?.version !== 1 || typeof data.event !== "string") return false;
  return data.type === CONNECTED || data.type === EVENT;
}

export function logMessage({ data, origin }, ignored) {
  const type = String(data?.type ?? "");
  const name = String(data?.event ?? "");
  const entry = element("li", {}, [
    element("time", {}, new Date().toTimeString().slice(0, 8)),
    element("span", { className: "log-what" }, [
      element("b", {}, name || "–"),
      element("span", {}, type || "no type"),
      ...(ignored ? [element("em", {}, `ignored: ${ignored}`)] : []),
    ]),
    element("span", { className: "log-message" }, [
      element("code", {}, asText(data)),
      element("span", { className: "log-origin" }, `from ${origin}`),
    ]),
  ]);
  Object.assign(entry.dataset, { type, event: name, origin }, ignored && { ignored });
  const log = $("log");
  log.append(entry);
  log.scrollTop = log.scrollHeight;
}

// One line of JSON that can wrap.
function asText(data) {
  return JSON.stringify(data, null, 1)?.replace(/\n\s*/g, " ") ?? String(data);
}
