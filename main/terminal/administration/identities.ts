import type { AdministeredDevice } from '#contract/terminal/administration.ts';
import type { PrinterIdentity } from '#drivers/receipt-printer/printer-identity.ts';

type IdentityView = NonNullable<AdministeredDevice['identity']>;

/** What devices have said that they are, by their places: in memory, as the next test asks anew. */
export type Identities = {
  readonly keep: (placeKey: string, identity: PrinterIdentity | undefined) => void;
  readonly at: (placeKey: string) => IdentityView | undefined;
};

/** @param modelOf the model that fits one who says so */
export function createIdentities(modelOf: (identity: PrinterIdentity) => string | undefined): Identities {
  const known = new Map<string, IdentityView>();
  return {
    keep: (placeKey, identity) => {
      if (identity) known.set(placeKey, identityView(identity, modelOf(identity)));
      else known.delete(placeKey);
    },
    at: (placeKey) => known.get(placeKey),
  };
}

export function identityView(
  { name, firmware }: PrinterIdentity,
  proposed: string | undefined,
): IdentityView {
  return { name, ...(firmware !== undefined && { firmware }), ...(proposed !== undefined && { proposed }) };
}
