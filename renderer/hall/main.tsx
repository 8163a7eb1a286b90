import { createRoot } from 'react-dom/client';
import '../rpc/checks-without-eval.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/desk.css';
import '../ui/fonts.ts';
import '../ui/font-slices.ts';
import { createDeskSession } from '../desk/desk-session.ts';
import { createDeskTexts } from '../i18n/desk-texts.ts';
import { createDeskClient } from '../rpc/desk-client.ts';
import { HallPage } from './hall-page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
const client = createDeskClient(window.location.origin);
createRoot(root).render(
  <HallPage client={client} deskSession={createDeskSession(client)} texts={createDeskTexts()} />,
);
