import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/kiosk.css';
import { createTexts, isFailureCode, textsByLanguage } from '../i18n/i18n.ts';
import { DEFAULT_LANGUAGE } from '../i18n/languages.ts';
import zhCn from '../i18n/zh-CN.json';
import { rpcUrl } from '../rpc/live-link.ts';
import { connectTerminal } from '../rpc/terminal-port.ts';
import { warmFonts } from '../ui/fonts.ts';
import { serveCameras } from './camera/serve-cameras.ts';
import { Kiosk } from './kiosk.tsx';
import { rehearse } from './session/rehearsal.tsx';

/** When the first picture stands on the slowest terminal. */
const WARM_UP_AFTER_MS = 500;

/** Not at once: an error that comes at every load must leave the machine time for anything else. */
const RELOAD_AFTER_MS = 5_000;

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');

const port = connectTerminal(rpcUrl(window.location), isFailureCode);
serveCameras(port.pageCameras);
const texts = createTexts();
createRoot(root, {
  // Only an error of the page that stands in for a failed one comes here: React has taken everything away.
  onUncaughtError(error) {
    reportError(error);
    void port.end('restarted');
    setTimeout(() => window.location.reload(), RELOAD_AFTER_MS);
  },
}).render(<Kiosk port={port} texts={texts} />);

window.addEventListener('contextmenu', (event) => event.preventDefault());
window.addEventListener('dragstart', (event) => event.preventDefault());

// After the first picture stands: what later pages need. The style sheet of the slices names three hundred files, too
// many to be read before.
setTimeout(() => {
  requestIdleCallback(() => {
    void warmFonts(document.fonts, JSON.stringify(zhCn));
    void import('../ui/font-slices.ts');
    rehearse(port, textsByLanguage(texts)(DEFAULT_LANGUAGE));
  });
}, WARM_UP_AFTER_MS);
