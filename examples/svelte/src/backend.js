/** The backend creates the link (../server/server.mjs). */
export async function createLink() {
  const answer = await fetch('/whatsapp/link', { method: 'POST' });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

/** What the backend has verified: `{ connected, phoneNumber }`. */
export async function readStatus() {
  const answer = await fetch('/whatsapp');
  return answer.json();
}
