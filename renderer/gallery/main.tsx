import { createRoot } from 'react-dom/client';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/kiosk.css';
import '../ui/font-slices.ts';
import '../ui/fonts.ts';
import { createTexts } from '../i18n/i18n.ts';
import { Gallery } from './gallery.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
createRoot(root).render(<Gallery texts={createTexts()} />);
