/** An app of tests: makes PDFs of the documents named on its command line and says how each went. */
import { readFileSync, writeFileSync } from 'node:fs';
import { app } from 'electron';
import { createA4Pages } from '../a4-pages.ts';

/** What the fixture is told in its environment. */
export type A4FixtureEnvironment = {
  /** Holds `<name>.html`; takes `<name>.pdf` and `notes.json`. */
  readonly A4_FOLDER: string;
  /** Names, with commas between. */
  readonly A4_DOCUMENTS: string;
};

const { A4_FOLDER: folder = '', A4_DOCUMENTS: documents = '' }: Partial<A4FixtureEnvironment> = process.env;
const names = documents.split(',');
app.setPath('userData', `${folder}/data`);
app.on('window-all-closed', () => undefined);

async function run(): Promise<void> {
  await app.whenReady();
  const notes: unknown[] = [];
  const pages = createA4Pages((note) => notes.push(note));
  // All at once: they must wait for one another.
  const results = await Promise.all(
    names.map((name) => pages.pdfOf(readFileSync(`${folder}/${name}.html`, 'utf8'))),
  );
  for (const [index, made] of results.entries()) {
    if (made.isOk()) writeFileSync(`${folder}/${names[index]}.pdf`, made.value);
    else notes.push(made.error);
  }
  writeFileSync(`${folder}/notes.json`, JSON.stringify(notes));
  app.exit(0);
}
void run();
