import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/font-slices.ts';
import '../ui/fonts.ts';
import dockEn from '../i18n/dock.en.json';
import dockZhCn from '../i18n/dock.zh-CN.json';
import { createTexts } from '../i18n/i18n.ts';
import { rpcUrl } from '../rpc/live-link.ts';
import { Dock } from './dock.tsx';
import { connectDock } from './dock-port.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
createRoot(root).render(
  <Dock port={connectDock(rpcUrl(window.location))} texts={createTexts({ 'zh-CN': dockZhCn, en: dockEn })} />,
);
