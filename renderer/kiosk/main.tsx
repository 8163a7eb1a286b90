import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/kiosk.css';
import { createTexts, isFailureCode } from '../i18n/i18n.ts';
import zhCn from '../i18n/zh-CN.json';
import { rpcUrl } from '../rpc/live-link.ts';
import { connectTerminal } from '../rpc/terminal-port.ts';
import { warmFonts } from '../ui/fonts.ts';
import { Kiosk } from './kiosk.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');

const port = connectTerminal(rpcUrl(window.location), isFailureCode);
createRoot(root).render(<Kiosk port={port} texts={createTexts()} />);

window.addEventListener('contextmenu', (event) => event.preventDefault());
window.addEventListener('dragstart', (event) => event.preventDefault());

// After the first picture stands: the hanzi of every later page, so that none of them has to wait for a font.
requestIdleCallback(() => void warmFonts(document.fonts, JSON.stringify(zhCn)));
