export interface Status {
  connected: boolean;
  phoneNumber: string | null;
}

/** The backend creates the link (../server/server.mjs). */
export async function createLink(): Promise<string> {
  const answer = await fetch('/whatsapp/link', { method: 'POST' });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

/** What the backend has verified. */
export async function readStatus(): Promise<Status> {
  const answer = await fetch('/whatsapp');
  return answer.json();
}
