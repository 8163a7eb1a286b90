import styles from './terminal-picture.module.css';

export type TerminalSpot = 'card' | 'card-lift' | 'paper' | 'code';

/**
 * This terminal as a line drawing, with the place lit that the citizen is asked to use, and the card or the
 * paper moving the way it should go.
 */
export function TerminalPicture({ spot, label }: { readonly spot: TerminalSpot; readonly label: string }) {
  const card = spot === 'card' || spot === 'card-lift';
  return (
    <svg className={styles.picture} viewBox="0 0 220 244" role="img" aria-label={label}>
      {/* screen, cabinet with the shelf for hands, foot */}
      <rect className={styles.body} x="46" y="4" width="128" height="148" rx="8" />
      <rect className={styles.screen} x="56" y="14" width="108" height="128" rx="3" />
      <path className={styles.hill} d="M56 126c16-12 28-12 42-4s26 6 38-2 20-6 28-2" />
      <path className={styles.body} d="M72 214h76v24H72Z" />
      <path className={styles.body} d="M34 152h152l20 56a5 5 0 0 1-5 6H19a5 5 0 0 1-5-6Z" />
      {/* paper slot, lower left; scanner's window below it; reader, lower right */}
      <path className={spot === 'paper' ? styles.lit : styles.device} d="M47 166h50l-3 11H43Z" />
      <rect
        className={spot === 'code' ? styles.lit : styles.device}
        x="66"
        y="187"
        width="44"
        height="18"
        rx="3"
      />
      <path className={card ? styles.lit : styles.device} d="M122 164h50l11 38h-59Z" />
      {card && (
        <g className={spot === 'card' ? styles.laying : styles.lifting}>
          <rect className={styles.paper} x="126" y="166" width="50" height="32" rx="3" />
          <path className={styles.ink} d="M133 175h16M133 182h11M133 189h18" />
          <circle className={styles.ink} cx="164" cy="177" r="4.5" />
          <path className={styles.ink} d="M156 191c1-6.5 4-9 8-9s7 2.5 8 9" />
        </g>
      )}
      {spot === 'paper' && (
        <g className={styles.coming}>
          <path className={styles.paper} d="M50 172h40v40l-5-4-5 4-5-4-5 4-5-4-5 4-5-4-5 4Z" />
          <path className={styles.ink} d="M58 181h24M58 188h24M58 195h13" />
        </g>
      )}
      {spot === 'code' && (
        <g className={styles.laying}>
          <rect className={styles.paper} x="72" y="166" width="32" height="36" rx="2" />
          <path
            className={styles.ink}
            d="M79 172h7v7h-7ZM90 172h7v7h-7ZM79 183h7v7h-7ZM91 184h5v5M79 196h18"
          />
        </g>
      )}
    </svg>
  );
}
