import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:3000';

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  // `npx vite console` shows the sources at the addresses of the product, beside a server that answers the rest.
  base: command === 'build' ? '/packs/console/' : '/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    assetsDir: '.',
    manifest: 'manifest.json',
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The names of all emojis are one large piece, loaded when somebody looks for one.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      ...Object.fromEntries(
        ['/api', '/auth', '/installation', '/public', '/rails'].map((path) => [path, server]),
      ),
      '/cable': { target: server, ws: true },
    },
  },
}));
