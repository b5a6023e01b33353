// Verifies a delivery of Titan Connect. Give it the raw body, before any JSON is parsed.
import { createHmac, timingSafeEqual } from 'node:crypto';

export function verify(
  hmacKey: string,
  headers: Record<string, string>,
  body: string | Buffer,
  now = Date.now() / 1000,
): boolean {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  if (!id || !(Math.abs(now - Number(timestamp)) <= 300)) return false;
  const key = hmacKey.startsWith('whsec_') ? Buffer.from(hmacKey.slice(6), 'base64') : Buffer.from(hmacKey);
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((signature) => {
    const [version, value] = signature.split(',');
    const given = Buffer.from(value ?? '', 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
