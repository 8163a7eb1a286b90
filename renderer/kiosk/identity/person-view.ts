import type { IdentityView } from '#contract/terminal/session.ts';

export type PersonView = Extract<IdentityView, { state: 'known' }>['person'];
