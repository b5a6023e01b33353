// Calls of the Titan Connect API. They are made here, because the key must never reach a browser.

const { TITAN_URL = 'http://127.0.0.1:8080', TITAN_API_KEY } = process.env;

async function call(path, body) {
  const answer = await fetch(TITAN_URL + path, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${TITAN_API_KEY}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (answer.status === 404) return null;
  const { data, error } = await answer.json();
  if (!answer.ok) throw new Error(error);
  return data;
}

/** Creates a link for this customer. Only pages of `origin` can embed it. */
export async function createLink(customer, origin, options) {
  const link = await call('/api/widget/sessions', { sessionName: customer, allowedOrigins: [origin], ...options });
  return link.widgetUrl;
}

/** Whether the customer's number is connected: what a browser says is not proof. */
export async function readStatus(customer) {
  const session = await call(`/api/sessions/${encodeURIComponent(customer)}`);
  return { connected: session?.status === 'CONNECTED', phoneNumber: session?.phoneNumber ?? null };
}
