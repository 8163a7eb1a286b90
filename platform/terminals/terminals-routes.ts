import { contracted, refuse } from '../request-context.ts';
import { enrol } from './enrolment.ts';
import { signedWithoutLink } from './signature-check.ts';
import { hello } from './terminals.ts';

export const terminalsRoutes = {
  enrol: contracted.terminals.enrol.handler(async ({ context, input }) => {
    const enrolment = await enrol(context.database, context.clock, input);
    // One answer to every reason: it must not tell a guesser which codes exist.
    if (enrolment.isErr()) refuse(context, 'ENROL_CODE_WRONG', enrolment.error);
    context.log.info({ terminalId: enrolment.value.terminalId }, 'terminal enrolled');
    return enrolment.value;
  }),

  hello: contracted.terminals.hello.use(signedWithoutLink).handler(async ({ context, input }) => {
    const answer = await hello(context.database, context.clock, context.terminal.terminalId, input);
    if (answer.isErr()) {
      const code = answer.error === 'TERMINAL_UNKNOWN' ? 'PLATFORM_REFUSED' : answer.error;
      refuse(context, code, 'hello');
    }
    return {
      ...answer.value,
      reported: [...answer.value.reported],
      time: new Date(context.clock.now()).toISOString(),
    };
  }),
};
