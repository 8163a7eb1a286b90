import type { TFunction } from 'i18next';
import type { AdministeredDevice } from '#contract/terminal/administration.ts';

/** What a printer says that it is; in place of its firmware, which model fits it where another is chosen. */
export function identityFact(
  { name, firmware, proposed }: NonNullable<AdministeredDevice['identity']>,
  model: string,
  t: TFunction,
): { readonly name: string; readonly value: string } {
  const fits = proposed !== undefined && proposed !== model;
  const said = firmware === undefined || fits ? name : `${name} · ${firmware}`;
  return {
    name: t('administration.identity'),
    value: fits ? t('administration.identityFits', { said, model: proposed }) : said,
  };
}
