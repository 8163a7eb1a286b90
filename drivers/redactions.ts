import { sdtRedaction } from './id-card-reader/sdt-redaction.ts';
import { escposRedaction } from './receipt-printer/escpos-redaction.ts';
import { NOTHING_PERSONAL, type Redaction } from './transport/session-recording.ts';

/**
 * What is taken out of a recording, by class of device. A class that is not here must not be recorded: the codes that
 * a scanner reads are personal, and nothing takes them out yet.
 */
export const redactions: Readonly<Record<string, Redaction>> = {
  'id-card-reader': sdtRedaction,
  'receipt-printer': escposRedaction,
  // Which key was pressed is not who pressed it.
  'rating-pad': NOTHING_PERSONAL,
};
