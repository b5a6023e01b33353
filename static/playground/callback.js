// The page of the redirect's callback: shows the parameters and the backend's verification.

import { watchSession } from "./backend.js";
import { $, applyTheme, element, rememberedTheme } from "./page.js";

const ARRIVALS = {
  connected: ["WhatsApp is connected", "The widget sent the person back with these parameters."],
  cancelled: ["Linking was cancelled", "The person gave up. These parameters say so."],
  failed: ["Linking failed", "These parameters say why."],
};

function showArrival(parameters) {
  const [title, detail] = ARRIVALS[parameters.get("status")] ?? ["Nothing arrived", "The address carries no status."];
  $("arrival-title").textContent = title;
  $("arrival-detail").textContent = detail;
  $("parameters").append(...[...parameters].map(parameterRow));
  watchSession(parameters.get("session"));
}

function parameterRow([name, value]) {
  const row = element("tr", {}, [
    element("th", { scope: "row" }, name),
    element("td", {}, [element("code", {}, value)]),
  ]);
  row.dataset.parameter = name;
  return row;
}

applyTheme(rememberedTheme());
showArrival(new URLSearchParams(location.search));
