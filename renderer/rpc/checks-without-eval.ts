import { config } from 'zod';

// Its faster way of checking compiles code, which the policy of the pages refuses and browsers complain of. To be
// imported before any schema is made.
config({ jitless: true });
