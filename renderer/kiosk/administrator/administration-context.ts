import { createContext, useContext } from 'react';
import type { DeviceClass } from '#contract/device.ts';
import type { Language } from '#contract/scalars.ts';
import type { AdministrationView, DeviceDraft } from '#contract/terminal/administration.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { AdministrationPort } from '../../rpc/administration-port.ts';
import type { DisplayMode } from '../../ui/display-mode.ts';

export type OpenView = Extract<AdministrationView, { phase: 'open' }>;

/** The administrator's pages. What was found and tried is in the view; what was chosen rides along here. */
export type AdministratorPage =
  | { readonly name: 'devices' }
  | { readonly name: 'device'; readonly deviceId: string }
  | { readonly name: 'history'; readonly deviceId: string }
  | { readonly name: 'remove'; readonly deviceId: string }
  | { readonly name: 'recording'; readonly deviceId: string }
  | { readonly name: 'ports'; readonly class: DeviceClass; readonly replaces?: string }
  | { readonly name: 'draft'; readonly draft: DeviceDraft; readonly replaces?: string }
  | { readonly name: 'self-test' };

export const FIRST_PAGE: AdministratorPage = { name: 'devices' };

/** Where back leads: each page has one above it. */
export function above(page: AdministratorPage): AdministratorPage {
  switch (page.name) {
    case 'history':
    case 'remove':
    case 'recording':
      return { name: 'device', deviceId: page.deviceId };
    case 'ports':
      return page.replaces === undefined ? FIRST_PAGE : { name: 'device', deviceId: page.replaces };
    case 'draft':
      return {
        name: 'ports',
        class: page.draft.class,
        ...(page.replaces !== undefined && { replaces: page.replaces }),
      };
    default:
      return FIRST_PAGE;
  }
}

/** What each of the administrator's pages can reach. */
export type Administration = {
  readonly port: AdministrationPort;
  readonly status: TerminalStatus;
  readonly view: OpenView;
  readonly page: AdministratorPage;
  readonly open: (page: AdministratorPage) => void;
  readonly mode: DisplayMode;
  readonly setMode: (mode: DisplayMode) => void;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
};

export const AdministrationContext = createContext<Administration | undefined>(undefined);

export function useAdministration(): Administration {
  const administration = useContext(AdministrationContext);
  if (!administration) throw new Error("an administrator's page stands outside the administration");
  return administration;
}
