import { createRoot } from 'react-dom/client';
import '../../rpc/checks-without-eval.ts';
import '../../ui/tokens.css';
import '../../ui/base.css';
import '../../ui/desk.css';
import '../../ui/fonts.ts';
import '../../ui/font-slices.ts';
import { createDeskSession } from '../../desk/desk-session.ts';
import { HallPage } from '../../hall/hall-page.tsx';
import { createDeskTexts } from '../../i18n/desk-texts.ts';
import { StaffPage } from '../../staff/staff-page.tsx';
import { type SampleDesk, sampleDesk } from './sample-desk.ts';
import { deskScenes } from './scenes.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');

// The address names page and scene: `desk-gallery.html?page=staff&scene=called`.
const asked = new URLSearchParams(window.location.search);
const page = asked.get('page') === 'hall' ? 'hall' : 'staff';
const scenes = new Map<string, SampleDesk>(Object.entries(deskScenes[page]));
const scene = scenes.get(asked.get('scene') ?? '');

createRoot(root).render(scene ? <Scene scene={scene} /> : <Contents />);

function Scene({ scene }: { readonly scene: SampleDesk }) {
  const client = sampleDesk(scene);
  const props = { client, deskSession: createDeskSession(client), texts: createDeskTexts() };
  return page === 'hall' ? <HallPage {...props} /> : <StaffPage {...props} />;
}

function Contents() {
  return (
    <ul>
      {Object.entries(deskScenes).flatMap(([page, scenes]) =>
        Object.keys(scenes).map((scene) => (
          <li key={`${page}/${scene}`}>
            <a href={`?page=${page}&scene=${scene}`}>
              {page} / {scene}
            </a>
          </li>
        )),
      )}
    </ul>
  );
}
