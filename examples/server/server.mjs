// A page that is rendered on a server. It needs Node.js 20 or newer, and no packages:
//
//   TITAN_API_KEY=titan_… node server.mjs
//
// It is the backend of the other examples, too: `node server.mjs ../react/dist` serves that folder in place of the page.

import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { createLink, readStatus } from './titan.mjs';

const { TITAN_URL = 'http://127.0.0.1:8080', PORT = '3000' } = process.env;
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    send(response, 502, 'text/plain', 'WhatsApp cannot be connected at the moment.');
  });
});
server.listen(Number(PORT), '127.0.0.1', () => console.log(`open ${origin()}`));

/** The origin of the page that embeds the widget; another one while a frontend has a development server of its own. */
function origin() {
  return process.env.ORIGIN ?? `http://localhost:${server.address().port}`;
}

async function answer(request, response) {
  // Here your login decides who is asking.
  const customer = 'customer-42';
  const path = request.url.split('?')[0];
  const file = files.get(path);
  switch (`${request.method} ${path}`) {
    case 'POST /whatsapp/link':
      return send(response, 200, 'text/plain', await createLink(customer, origin()));
    case 'GET /whatsapp':
      return send(response, 200, 'application/json', JSON.stringify(await readStatus(customer)));
    case 'POST /connect':
      // At the end the loader goes to the callbackUrl, and the page there shows the new state.
      return page(response, widget(await createLink(customer, origin(), { callbackUrl: `${origin()}/` })));
    case 'GET /':
      return file ? send(response, 200, ...file) : page(response, state(await readStatus(customer)));
    default:
      return file ? send(response, 200, ...file) : send(response, 404, 'text/plain', 'not found');
  }
}

function state({ connected, phoneNumber }) {
  if (connected) return `<p id="status">Connected: ${escape(phoneNumber)}</p>`;
  return '<form method="post" action="/connect"><button>Connect WhatsApp</button></form>';
}

function widget(url) {
  const script = `${TITAN_URL}/widget/loader.js`;
  return `<script src="${escape(script)}" data-widget-url="${escape(url)}" async></script><p><a href="/">Cancel</a></p>`;
}

function page(response, body) {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><h1>Shop</h1>${body}`;
  // The page contains a link, which is a secret.
  response.setHeader('cache-control', 'no-store');
  send(response, 200, TYPES['.html'], html);
}

function send(response, status, type, body) {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The files of the folder that is named on the command line, by address. */
const files = new Map();
const folder = process.argv[2];
for (const name of folder ? readdirSync(folder, { recursive: true }) : []) {
  const type = TYPES[extname(name)];
  const address = `/${name.split(sep).join('/')}`.replace(/\/index\.html$/, '/');
  if (type) files.set(address, [type, readFileSync(join(folder, name))]);
}
