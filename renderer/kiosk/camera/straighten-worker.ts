import { isBlack, pageQuality, qualityWarnings } from '#domain/imaging/page-quality.ts';
import type { Picture } from '#domain/imaging/picture.ts';
import { straighten } from '#domain/imaging/straighten.ts';
import type { Straightened } from './take-picture.ts';

/** Straightens one photograph beside the page, so that its buttons go on answering. */
addEventListener('message', (event: MessageEvent<Picture>) => {
  const black = isBlack(event.data);
  const answer = straighten(event.data).match<Straightened>(
    ({ page, quality }) => ({ page, warnings: qualityWarnings(quality), black }),
    () => ({ page: undefined, warnings: qualityWarnings(pageQuality(event.data)), black }),
  );
  postMessage(answer, { transfer: answer.page === undefined ? [] : [answer.page.data.buffer] });
});
