import styles from './terminal-picture.module.css';

export type TerminalSpot = 'card' | 'card-lift' | 'paper';

/**
 * This terminal as a line drawing, with the place lit that the citizen is asked to use, and the card or the
 * paper moving the way it should go.
 */
export function TerminalPicture({ spot, label }: { readonly spot: TerminalSpot; readonly label: string }) {
  const card = spot !== 'paper';
  return (
    <svg className={styles.picture} viewBox="0 0 240 200" role="img" aria-label={label}>
      {/* body, screen, desk */}
      <path className={styles.body} d="M62 8h116a6 6 0 0 1 6 6v114H56V14a6 6 0 0 1 6-6Z" />
      <rect className={styles.screen} x="66" y="18" width="108" height="100" rx="3" />
      <path className={styles.hill} d="M66 104c14-12 24-12 36-4s22 6 34-2 24-8 38 2" />
      <path className={styles.body} d="M40 186 52 128h136l12 58a4 4 0 0 1-4 5H44a4 4 0 0 1-4-5Z" />
      {/* paper slot, lower left; reader, lower right */}
      <path className={card ? styles.device : styles.lit} d="m64 150 2-8h38v8Z" />
      <path className={card ? styles.lit : styles.device} d="M134 138h46l6 32h-52Z" />
      <path className={card ? styles.onLit : styles.quiet} d="M144 148h28M143 156h18" />
      {card ? (
        <g className={spot === 'card' ? styles.laying : styles.lifting}>
          <rect className={styles.paper} x="136" y="138" width="44" height="28" rx="3" />
          <path className={styles.ink} d="M142 146h14M142 152h10M142 158h16" />
          <circle className={styles.ink} cx="169" cy="148" r="4" />
          <path className={styles.ink} d="M162 160c1-6 4-8 7-8s6 2 7 8" />
        </g>
      ) : (
        <g className={styles.coming}>
          <path className={styles.paper} d="M68 148h32v34l-4-3-4 3-4-3-4 3-4-3-4 3-4-3-4 3Z" />
          <path className={styles.ink} d="M75 156h18M75 162h18M75 168h10" />
        </g>
      )}
    </svg>
  );
}
