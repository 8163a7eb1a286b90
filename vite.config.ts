import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { calledAtLoad } from './scripts/pages/called-at-load.ts';
import { pageFont } from './scripts/pages/page-font.ts';
import { rareFont } from './scripts/pages/rare-font.ts';

const root = resolve(import.meta.dirname, 'renderer');
const compress = promisify(brotliCompress);

const texts = [
  resolve(root, 'i18n', 'zh-CN.json'),
  resolve(root, 'i18n', 'en.json'),
  resolve(import.meta.dirname, 'config', 'demo-hall.yaml'),
];

/** Every supported engine reads woff2: the older copies would double the package for nobody. */
function woff2Only(): Plugin {
  return {
    name: 'woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@fontsource')) return undefined;
      return code
        .replaceAll(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '')
        .replaceAll('font-display: swap', 'font-display: block');
    },
  };
}

/** Phones in a hall have little bandwidth: what the platform serves them lies ready, compressed once. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: (_, { mode }) => mode !== 'kiosk',
    async writeBundle({ dir = '' }, bundle) {
      const texts = Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const path = resolve(dir, name);
          await writeFile(`${path}.br`, await compress(await readFile(path)));
        }),
      );
    },
  };
}

/** The terminal's page alone, in one piece: what it shares with others would come in many, each asked for by itself. */
const kiosk = { index: resolve(root, 'index.html') };

const others = {
  dock: resolve(root, 'dock.html'),
  gallery: resolve(root, 'gallery.html'),
  staff: resolve(root, 'staff.html'),
  hall: resolve(root, 'hall.html'),
  board: resolve(root, 'board.html'),
  ticket: resolve(root, 'ticket.html'),
  'desk-gallery': resolve(root, 'desk-gallery.html'),
};

/** Mode `kiosk` builds the terminal's page and empties the folder; mode `others` adds all the rest. */
export default defineConfig(({ mode }) => ({
  root,
  base: './',
  plugins: [
    woff2Only(),
    pageFont(texts, resolve(import.meta.dirname, '.cache', 'page-font')),
    rareFont(resolve(import.meta.dirname, '.cache', 'rare-font')),
    react(),
    calledAtLoad(),
    compressed(),
  ],
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: resolve(import.meta.dirname, 'dist/renderer'),
    emptyOutDir: mode === 'kiosk',
    // The oldest engine a terminal may have (Electron 25).
    target: 'chrome114',
    cssTarget: 'chrome114',
    // The content security policy forbids data: URLs and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // On a loopback a large file costs less than many.
    chunkSizeWarningLimit: 1000,
    rollupOptions: { input: mode === 'kiosk' ? kiosk : others },
  },
}));
