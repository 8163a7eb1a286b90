import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Hall } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import type { DeskClient, DeskFailure } from '../../rpc/desk-client.ts';
import { useLoaded } from '../parts/use-loaded.ts';

type Version = Awaited<ReturnType<DeskClient['hall']['hall']>>['versions'][number];

/** The hall as it is in effect, and as it is being changed here. */
export type HallModel = {
  /** In effect when it was loaded; undefined before. */
  readonly base: Hall | undefined;
  /** With the changes of this page. */
  readonly hall: Hall | undefined;
  readonly changed: boolean;
  /** Somebody else's version that is in effect by now, while there are changes here to an older one. */
  readonly newer: number | undefined;
  readonly versions: readonly Version[];
  readonly failure: DeskFailure | undefined;
  readonly reload: () => void;
  readonly edit: (hall: Hall) => void;
  /** Forgets the changes and loads what is in effect. */
  readonly discard: () => void;
};

export function useHallModel(): HallModel {
  const { client } = useDesk();
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) => client.hall.hall(undefined, options),
    [client],
  );
  const { data, failure, reload } = useLoaded(load);
  const [draft, setDraft] = useState<Hall>();
  const present = data?.hall;
  const changed = useMemo(
    () => draft !== undefined && JSON.stringify(draft) !== JSON.stringify(present),
    [draft, present],
  );
  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [changed]);
  return {
    base: present,
    hall: draft ?? present,
    changed,
    newer: changed && draft && present && present.version > draft.version ? present.version : undefined,
    versions: data?.versions ?? [],
    failure,
    reload,
    edit: setDraft,
    discard() {
      setDraft(undefined);
      reload();
    },
  };
}
