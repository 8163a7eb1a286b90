import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { DeskLanguageContext } from '../../desk/desk-language.ts';
import { AppointmentLine } from './appointment-line.tsx';

const appointment = {
  from: '2026-11-23T01:00:00Z',
  to: '2026-11-23T01:30:00Z',
  serviceName: { 'zh-CN': '不动产转移登记', en: 'Transfer of real estate' },
};

it.each([
  ['zh-CN', '<p>11月23日周一 09:00–09:30 · 不动产转移登记</p>'],
  ['en', '<p>Mon, November 23 09:00–09:30 · Transfer of real estate</p>'],
] as const)('an appointment is named by its day, its hours and its service in %s', (language, line) => {
  const shown = (
    <DeskLanguageContext value={{ language, toggle: () => undefined }}>
      <AppointmentLine appointment={appointment} />
    </DeskLanguageContext>
  );
  expect(renderToStaticMarkup(shown)).toBe(line);
});
