// Requests to the page's backend, which has the API key, and the display of the session.

import { $, element } from "./page.js";

const POLL_MS = 2000;

export async function ask(path, body) {
  const request = body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(path, request);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The service answered ${response.status}.`);
  return answer.data ?? answer;
}

// --- The one session being watched -----------------------------------------------------------------------

let watched = null;

// Shows this session from now on, instead of the previous one, and passes it to `onChange`.
export function watchSession(name, onChange = () => {}) {
  clearTimeout(watched?.timer);
  watched = name && { name, onChange };
  return refreshSession();
}

// Requests the session once, then every two seconds while a change is expected.
export async function refreshSession() {
  const mine = watched;
  if (!mine) return;
  const session = await ask(`/sessions/${encodeURIComponent(mine.name)}`).catch(() => null);
  if (!session || watched !== mine) return;
  showSession(session);
  mine.onChange(session);
  clearTimeout(mine.timer);
  if (session.status === "CONNECTING") mine.timer = setTimeout(refreshSession, POLL_MS);
}

function showSession({ status, statusReason, phoneNumber, pushName, businessName, lid, method, updatedAt }) {
  const pill = $("session-status");
  pill.dataset.status = status;
  pill.dataset.reason = statusReason ?? "";
  pill.textContent = statusReason ? `${status} · ${statusReason}` : status;
  const facts = { phoneNumber, pushName, businessName, lid, method, updatedAt };
  $("session-facts").replaceChildren(...Object.entries(facts).filter(([, value]) => value).flatMap(fact));
}

function fact([name, value]) {
  return [element("dt", {}, name), element("dd", {}, String(value))];
}
