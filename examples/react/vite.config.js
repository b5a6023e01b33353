import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The backend: ORIGIN=http://localhost:5173 TITAN_API_KEY=titan_… node ../server/server.mjs
  server: { proxy: { '/whatsapp': 'http://localhost:3000' } },
});
