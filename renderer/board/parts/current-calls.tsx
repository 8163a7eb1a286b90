import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardView } from '#contract/desk/board.ts';
import { localized } from '#contract/localized.ts';
import type { Instant } from '#domain/time/clock.ts';
import { useLanguage } from '../../kiosk/text.ts';
import { type CurrentCall, inOrderOfInterest, isNew, pageAt, signParts } from '../calls.ts';
import { usePortrait } from '../use-portrait.ts';
import styles from './current-calls.module.css';
import { Mongolian } from './mongolian.tsx';
import { RecentCalls } from './recent-calls.tsx';
import { useOpeningSentence } from './use-opening-sentence.ts';

/** Rows below the newest call, and columns when they do not fit in one. */
const LANDSCAPE = { rows: 4, columns: 2 };
const PORTRAIT = { rows: 6, columns: 1 };
/** Letters and digits of a number that leave room for its counter in one of several columns. */
const LONGEST_IN_COLUMN = 4;

/** Who is called, and where: the newest call always in view, the others page by page when they do not all fit. */
export function CurrentCalls({ view, now }: { readonly view: BoardView; readonly now: Instant }) {
  const { t } = useTranslation('desk');
  const { rows, columns } = usePortrait() ? PORTRAIT : LANDSCAPE;
  const [newest, ...others] = inOrderOfInterest(view.current);
  if (!newest) {
    return (
      <section className={styles.calls}>
        <Nobody view={view} now={now} />
        <RecentCalls view={view} />
      </section>
    );
  }
  const narrow = view.current.every(({ label }) => label.length <= LONGEST_IN_COLUMN);
  const dense = columns > 1 && others.length > rows && narrow;
  const { shown, page, pages } = pageAt(others, dense ? rows * columns : rows, now);
  // Where there are several pages, each fills the room.
  const rowsShown = pages > 1 ? Math.ceil(others.length / pages / (dense ? columns : 1)) : rows;
  const columnsShown = dense ? columns : 1;
  return (
    <section className={styles.calls} aria-label={t('board.current')}>
      <Call call={newest} now={now} newest />
      <div
        className={styles.rest}
        data-dense={dense || undefined}
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- React's type knows no custom properties
        style={{ '--rows': rowsShown, '--columns': columnsShown } as CSSProperties}
      >
        {shown.map((call) => (
          <Call key={call.label} call={call} now={now} />
        ))}
      </div>
      <div className={styles.bottom}>
        <RecentCalls view={view} />
        {pages > 1 && <p className={styles.pages}>{t('board.page', { page: page + 1, pages })}</p>}
      </div>
    </section>
  );
}

function Call(props: { readonly call: CurrentCall; readonly now: Instant; readonly newest?: boolean }) {
  const { call, now, newest = false } = props;
  const { t } = useTranslation('desk');
  const { number, unit, detail } = signParts(localized(call.counterLabel, useLanguage()));
  const marked = call.state === 'called' && isNew(call.calledAt, now);
  const classes = [
    styles.call,
    newest && styles.newest,
    marked && styles.marked,
    call.state === 'serving' && styles.serving,
  ];
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      <span className={styles.number}>{call.label}</span>
      <span className={styles.counter}>
        <Arrow />
        <Mongolian text={call.counterLabel} size="row" />
        {number !== '' && <span className={styles.counterNumber}>{number}</span>}
        <span className={styles.sign} data-alone={number === '' || undefined}>
          <span className={styles.unit}>{unit}</span>
          {call.state === 'serving' ? (
            <span className={styles.tag}>{t('board.serving')}</span>
          ) : (
            detail !== '' && <span className={styles.detail}>{detail}</span>
          )}
        </span>
      </span>
    </div>
  );
}

/** Nobody is called: whether to wait for it, or until when the hall is closed. */
function Nobody({ view, now }: { readonly view: BoardView; readonly now: Instant }) {
  const { t } = useTranslation('desk');
  const opening = useOpeningSentence(view, now);
  return (
    <div className={styles.none}>
      <p>{view.open ? t('board.nobody') : opening}</p>
      {view.open && <p>{t('board.nobodyNext')}</p>}
      {view.closedEarly && <p>{t('board.closedEarly', { reason: view.closedEarly.reason })}</p>}
      {view.closedEarly?.gaveTimes && <p>{t('board.gaveTimes')}</p>}
    </div>
  );
}

function Arrow() {
  return (
    <svg className={styles.arrow} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M3 12h17M13 5l7 7-7 7"
        fill="none"
        stroke="currentColor"
        strokeWidth={2.6}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
