import { Children, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import styles from './paged-grid.module.css';

export type GridShape = { readonly columns: number; readonly rows: number };

export type PagedGridProps = {
  readonly shape: GridShape;
  /** Another way than these choices, in the row of the pages' buttons: a wide screen has no row to spare. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
};

/** Choices in a grid that never scrolls: what does not fit is on the next page. */
export function PagedGrid({ shape, aside, children }: PagedGridProps) {
  const { t } = useTranslation();
  const [wanted, setPage] = useState(0);
  const all = Children.toArray(children);
  const size = shape.columns * shape.rows;
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(wanted, pages - 1);
  return (
    <>
      <div
        className={styles.grid}
        style={{
          gridTemplateColumns: `repeat(${shape.columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${shape.rows}, minmax(var(--target), var(--choice-height)))`,
        }}
      >
        {all.slice(page * size, (page + 1) * size)}
      </div>
      {pages > 1 && (
        <div className={styles.pager}>
          <Button disabled={page === 0} onPress={() => setPage(page - 1)}>
            {t('common.previous')}
          </Button>
          <span>{t('common.page', { page: page + 1, pages })}</span>
          <Button disabled={page === pages - 1} onPress={() => setPage(page + 1)}>
            {t('common.next')}
          </Button>
          {aside}
        </div>
      )}
      {pages === 1 && aside && <div className={styles.aside}>{aside}</div>}
    </>
  );
}
