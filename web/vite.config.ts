// One config for the three faces and the unit tests. FACE picks which face is built (scripts/
// build.mjs runs it once for each), so that no face ever loads another one's styles or code.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const face = process.env.FACE ?? 'citizen'
const server = process.env.CAMAUG_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname ?? process.cwd(),
  appType: 'mpa',
  plugins: [svelte()],
  publicDir: face === 'citizen' ? 'citizen/public' : false,
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  build: {
    target: 'es2021',
    outDir: 'dist',
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: `${face}/index.html`,
      output: {
        entryFileNames: `assets/${face}-[name].[hash].js`,
        chunkFileNames: `assets/${face}-[name].[hash].js`,
        assetFileNames: `assets/${face}-[name].[hash][extname]`,
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/geo', '/media', '/pa', '/phan-anh', '/gui'].map((path) => [path, server]),
    ),
    fs: { allow: ['..'] },
  },
  test: {
    include: ['{shared,citizen,staff,leader,scripts}/**/*.test.ts'],
    environment: 'happy-dom',
    restoreMocks: true,
  },
})
