import { describe, expect, it } from 'vitest';
import { createTexts, textsByLanguage } from './i18n.ts';
import { allLanguages } from './languages.ts';

describe('the texts of each language', () => {
  const textsIn = textsByLanguage(createTexts());

  it('are in that language', () => {
    for (const language of allLanguages) expect(textsIn(language).language).toBe(language);
    expect(textsIn('en').t('common.back')).toBe('Back');
    expect(textsIn('zh-CN').t('common.back')).toBe('返回');
  });

  it('are made once, however many sessions ask for them', () => {
    const [chinese, english] = [textsIn('zh-CN'), textsIn('en')];
    for (let session = 0; session < 500; session += 1) {
      expect(textsIn('zh-CN')).toBe(chinese);
      expect(textsIn('en')).toBe(english);
    }
    expect(english).not.toBe(chinese);
  });
});
