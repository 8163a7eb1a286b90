import { err, ok } from 'neverthrow';
import type { PageCameras } from '#drivers/document-camera/page-cameras.ts';
import { terminalRoutes } from '../http/routes.ts';

const routes = terminalRoutes.pageCameras;

export function pageCamerasRoutes(cameras: PageCameras) {
  return {
    questions: routes.questions.handler(({ context }) => cameras.join(context.page)),
    list: routes.list.handler(({ context, input }) => cameras.list(context.page, input)),
    piece: routes.piece.handler(({ context, input: { id, base64 } }) =>
      cameras.piece(context.page, id, Buffer.from(base64, 'base64')),
    ),
    answer: routes.answer.handler(({ context, input }) =>
      cameras.answer(
        context.page,
        input.id,
        input.failure === undefined ? ok({ dark: input.dark }) : err(input.failure),
      ),
    ),
    trouble: routes.trouble.handler(({ context, input: { camera, failure } }) =>
      cameras.trouble(context.page, camera, failure),
    ),
  };
}
