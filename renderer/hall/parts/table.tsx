import type { ReactNode } from 'react';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import styles from './table.module.css';

export type Column<Key extends string> = {
  readonly key: Key;
  readonly title: string;
  /** Numbers stand under each other by their last digit. */
  readonly number?: boolean;
  /** Said only to those who hear the page: the eye needs no name for buttons. */
  readonly hideTitle?: boolean;
};

export type TableProps<Key extends string> = {
  readonly columns: readonly Column<Key>[];
  readonly rows: readonly { readonly key: string; readonly cells: Readonly<Record<Key, ReactNode>> }[];
  /** In place of rows where there are none. */
  readonly none?: string;
};

/** Rows of facts. */
export function Table<Key extends string>({ columns, rows, none }: TableProps<Key>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ key, title, number, hideTitle }) => (
              <th key={key} scope="col" data-number={number}>
                {hideTitle ? <VisuallyHidden>{title}</VisuallyHidden> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-row={row.key}>
              {columns.map(({ key, number }) => (
                <td key={key} data-number={number}>
                  {row.cells[key]}
                </td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && none !== undefined && (
            <tr>
              <td colSpan={columns.length} className={styles.none}>
                {none}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
