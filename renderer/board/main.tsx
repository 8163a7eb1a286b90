import '../ui/tokens.css';
import '../ui/base.css';
import { createDeskTexts } from '../i18n/desk-texts.ts';

document.title = createDeskTexts().t('desk:board.pageTitle');
