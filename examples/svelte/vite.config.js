import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  // The backend: ORIGIN=http://localhost:5173 TITAN_API_KEY=titan_… node ../server/server.mjs
  server: { proxy: { '/whatsapp': 'http://localhost:3000' } },
});
