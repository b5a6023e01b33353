import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [vue()],
  // The backend: ORIGIN=http://localhost:5173 TITAN_API_KEY=titan_… node ../server/server.mjs
  server: { proxy: { '/whatsapp': 'http://localhost:3000' } },
});
