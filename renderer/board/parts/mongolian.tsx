import type { LocalizedText } from '#contract/scalars.ts';
import styles from './mongolian.module.css';

/** A name in vertical Mongolian, where the hall's data has one; nothing otherwise. */
export function Mongolian({ text, size }: { readonly text: LocalizedText; readonly size: 'head' | 'row' }) {
  const written = text['mn-Mong-CN'];
  if (written === undefined) return null;
  return (
    <span lang="mn-Mong-CN" className={styles[size]}>
      {written}
    </span>
  );
}
