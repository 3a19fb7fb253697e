import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022' },
  // `npx vite` beside a running TED: the page comes from the sources, the data from the gateway.
  server: { host: '127.0.0.1', proxy: { '/api': { target: 'http://localhost:8000', ws: true } } },
});
