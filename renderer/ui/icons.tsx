import type { ReactNode } from 'react';

export type IconProps = { readonly size?: string };

/** Line icons on a 24-unit grid, one weight, drawn in the colour of the text around them. */
function icon(name: string, lines: ReactNode) {
  const Icon = ({ size = 'var(--icon)' }: IconProps) => (
    <svg
      viewBox="0 0 24 24"
      style={{ inlineSize: size, blockSize: size }}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {lines}
    </svg>
  );
  Icon.displayName = name;
  return Icon;
}

export type Icon = ReturnType<typeof icon>;

export const BackIcon = icon('BackIcon', <path d="M20 12H4.5M11 5l-7 7 7 7" />);
export const HomeIcon = icon('HomeIcon', <path d="M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-5.5h4V20" />);
export const LargeTextIcon = icon(
  'LargeTextIcon',
  <path d="M2.5 19 8 5l5.5 14M4.5 14h7M15 19l3.2-8 3.3 8M16.2 16.2h4" />,
);
export const ElderIcon = icon(
  'ElderIcon',
  <>
    <circle cx="10" cy="5" r="2.5" />
    <path d="M6.5 20.5 8.5 15v-3.5c0-1.5 1-2.5 2.3-2.5 1.4 0 2.2 1 2.7 2l1 2 2 .8M8.5 15l3 2v3.5M17.5 20.5v-6.2c0-1 .6-1.6 1.4-1.6s1.3.6 1.3 1.4" />
  </>,
);
export const ContrastIcon = icon(
  'ContrastIcon',
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.5v17M15 6v12M18 7.5v9" />
  </>,
);
export const LanguageIcon = icon(
  'LanguageIcon',
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c3 2.6 3.8 5.4 3.8 8.5s-.8 5.9-3.8 8.5c-3-2.6-3.8-5.4-3.8-8.5s.8-5.9 3.8-8.5Z" />
  </>,
);
export const ExitIcon = icon('ExitIcon', <path d="M14 4H5v16h9M10 12h10.5M16.5 8l4 4-4 4" />);
export const VoiceIcon = icon(
  'VoiceIcon',
  <path d="M4 9.5v5h3.5L12 19V5L7.5 9.5H4ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />,
);
export const TicketIcon = icon(
  'TicketIcon',
  <path d="M6 3.5h12v17l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5-2 1.5v-17ZM9 8h6M9 11.5h6M9 15h3.5" />,
);
export const ReprintIcon = icon(
  'ReprintIcon',
  <path d="M7 8V3.5h10V8M7 16.5H4V8h16v8.5h-3M7 13.5h10v7H7v-7ZM10 17h4" />,
);
export const CardIcon = icon(
  'CardIcon',
  <>
    <rect x="2.5" y="5" width="19" height="14" rx="2" />
    <path d="M6 9.5h6M6 13h4M6 16h2.5M15.2 15.8c.2-1.6 1-2.3 2.1-2.3s1.9.7 2.1 2.3" />
    <circle cx="17.3" cy="10.5" r="1.6" />
  </>,
);
export const CameraIcon = icon(
  'CameraIcon',
  <>
    <path d="M3 8h4l2-3h6l2 3h4v11.5H3V8Z" />
    <circle cx="12" cy="13.2" r="3.8" />
  </>,
);
export const ListIcon = icon('ListIcon', <path d="M9 6h11.5M9 12h11.5M9 18h11.5M4 6h.5M4 12h.5M4 18h.5" />);
export const HandIcon = icon(
  'HandIcon',
  <path d="M9 12.5V5.2a1.5 1.5 0 0 1 3 0V11l5.3 1c1.2.3 1.9 1.2 1.7 2.5l-.7 3.8c-.2 1.3-1.2 2.2-2.5 2.2h-3.3c-1 0-1.8-.4-2.4-1.2L6 15.2c-.6-.8-.4-1.8.4-2.3.7-.4 1.6-.3 2.1.4l.5.7" />,
);
export const PeopleIcon = icon(
  'PeopleIcon',
  <>
    <circle cx="9" cy="8" r="3" />
    <path d="M3 19.5c.3-4 2.6-6 6-6s5.7 2 6 6M15.5 5.4a3 3 0 0 1 0 5.2M17.6 14c2 .8 3.2 2.6 3.4 5.5" />
  </>,
);
export const TimeIcon = icon(
  'TimeIcon',
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7v5.3l3.5 2" />
  </>,
);
export const NextIcon = icon('NextIcon', <path d="m9 5 7 7-7 7" />);
export const HelpIcon = icon(
  'HelpIcon',
  <>
    <path d="M4 17v-4.5a8 8 0 0 1 16 0V17M20 16.5c0 2.5-2 4-5 4h-2" />
    <rect x="3" y="13" width="4" height="6" rx="1.5" />
    <rect x="17" y="13" width="4" height="6" rx="1.5" />
  </>,
);
export const CodeIcon = icon(
  'CodeIcon',
  <path d="M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h2.5v2.5H14ZM20 14v.1M17.5 18.5H20V20M14 20h.1" />,
);
export const KeysIcon = icon(
  'KeysIcon',
  <>
    <rect x="2.5" y="6" width="19" height="12" rx="2" />
    <path d="M6 10v.1M10 10v.1M14 10v.1M18 10v.1M6 14v.1M9 14h6M18 14v.1" />
  </>,
);
export const DoneIcon = icon('DoneIcon', <path d="m4.5 12.5 5 5 10-11" />);
export const InfoIcon = icon(
  'InfoIcon',
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5.5M12 7.6v.1" />
  </>,
);
export const WarningIcon = icon('WarningIcon', <path d="M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17.1v.1" />);
export const FaultIcon = icon(
  'FaultIcon',
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="m9 9 6 6M15 9l-6 6" />
  </>,
);
export const PlaceIcon = icon(
  'PlaceIcon',
  <>
    <path d="M12 21c4.5-4.6 6.8-8 6.8-11A6.8 6.8 0 0 0 5.2 10c0 3 2.3 6.4 6.8 11Z" />
    <circle cx="12" cy="10" r="2.4" />
  </>,
);
