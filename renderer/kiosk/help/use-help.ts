import { useKiosk } from '../kiosk-context.ts';
import { present } from '../navigation.ts';

/** Calls somebody from wherever the citizen stands, and shows how that goes; a call under way is only shown. */
export function useHelp(): () => void {
  const { port, session, trail, go } = useKiosk();
  return () => {
    if (!session.help) void port.callHelp(present(trail).name);
    go({ kind: 'open', page: { name: 'help' } });
  };
}
