import type { ReactNode } from 'react';

function icon(name: string, drawing: ReactNode) {
  function Icon({ className = 'size-4' }: { className?: string }) {
    return (
      <svg
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        className={className}
        aria-hidden="true"
        focusable="false"
      >
        {drawing}
      </svg>
    );
  }
  Icon.displayName = name;
  return Icon;
}

export const ChevronDown = icon('ChevronDown', <path d="m4 6.5 4 4 4-4" />);
export const ArrowRight = icon('ArrowRight', <path d="M3 8h10M9 4l4 4-4 4" />);
export const ArrowLeft = icon('ArrowLeft', <path d="M13 8H3M7 4 3 8l4 4" />);
export const ArrowUp = icon('ArrowUp', <path d="M8 13V3M4 7l4-4 4 4" />);
export const ArrowDown = icon('ArrowDown', <path d="M8 3v10M4 9l4 4 4-4" />);
export const UpDown = icon('UpDown', <path d="M5 13V3M2.5 5.5 5 3l2.5 2.5M11 3v10M8.5 10.5 11 13l2.5-2.5" />);
export const Search = icon('Search', <path d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2L14 14" />);
const SUN_DISC = 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z';
export const Sun = icon(
  'Sun',
  <path d={`${SUN_DISC}M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7`} />,
);
export const Moon = icon('Moon', <path d="M13.5 9.7A5.8 5.8 0 0 1 6.3 2.5a5.8 5.8 0 1 0 7.2 7.2Z" />);
export const Screen = icon('Screen', <path d="M2 3h12v8H2zM6 14h4M8 11v3" />);
export const SignOutDoor = icon('SignOutDoor', <path d="M6.5 2.5h-3v11h3M6.5 8H14M11 5l3 3-3 3" />);
export const Spark = icon('Spark', <path d="M8 2v3M8 11v3M2 8h3M11 8h3M4 4l1.5 1.5M10.5 10.5 12 12M4 12l1.5-1.5M10.5 5.5 12 4" />);
export const Gauge = icon('Gauge', <path d="M2 13V9M6 13V5M10 13V8M14 13V3" />);
export const Balance = icon('Balance', <path d="M2 4.5h9M2 8h6M2 11.5h11M13 4.5h1M10 8h4" />);
export const Pulse = icon('Pulse', <path d="M1.8 8h3l2-5 3 10 2-5h2.4" />);
export const Flask = icon('Flask', <path d="M6 2h4M6.8 2v4.2L3 13a.9.9 0 0 0 .8 1.3h8.4A.9.9 0 0 0 13 13L9.2 6.2V2M4.8 10.5h6.4" />);
export const Sliders = icon('Sliders', <path d="M3.5 2v5M3.5 10v4M8 2v2M8 7v7M12.5 2v7M12.5 12v2M2 8.5h3M6.5 5.5h3M11 10.5h3" />);
export const Receipt = icon('Receipt', <path d="M3.5 14V2h9v12l-1.5-1-1.5 1L8 13l-1.5 1L5 13l-1.5 1ZM6 5.5h4M6 8.5h4" />);
export const Meter = icon('Meter', <path d="M2.5 12a5.5 5.5 0 1 1 11 0M8 12l2.6-3.6M2.5 14h11" />);
export const Book = icon('Book', <path d="M3 3.5A1.5 1.5 0 0 1 4.5 2H13v10H4.5A1.5 1.5 0 0 0 3 13.5v-10Zm0 10A1.5 1.5 0 0 0 4.5 14H13" />);
export const Warning = icon('Warning', <path d="M8 2 1.8 13h12.4L8 2Zm0 4.5v3M8 11.4v.1" />);
export const Hourglass = icon('Hourglass', <path d="M4 2h8M4 14h8M5 2c0 3 3 4 3 6s-3 3-3 6M11 2c0 3-3 4-3 6s3 3 3 6" />);
export const History = icon('History', <path d="M2.4 6.2A6 6 0 1 1 2 8.6M2 2.8v3.6h3.6M8 4.8V8l2.4 1.6" />);
export const Pin = icon('Pin', <path d="M6 2h4l.5 5 2 2v1.5h-9V9l2-2ZM8 10.5V14" />);
const COG_TEETH = 'M8 1.8v1.9M8 12.3v1.9M1.8 8h1.9M12.3 8h1.9M3.6 3.6l1.4 1.4M11 11l1.4 1.4M3.6 12.4 5 11M11 5l1.4-1.4';
export const Cog = icon('Cog', <path d={`M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z${COG_TEETH}`} />);
export const Check = icon('Check', <path d="m3 8.5 3.2 3.2L13 4.8" />);
export const Copy = icon('Copy', <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8Z" />);
export const Person = icon('Person', <path d="M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.4-2.9 2.6-4.5 5.5-4.5s5.1 1.6 5.5 4.5" />);
export const Cross = icon('Cross', <path d="m4 4 8 8M12 4l-8 8" />);
export const Folder = icon('Folder', <path d="M2 12.5v-9h4l1.5 2H14v7ZM2 7.5h12" />);
const WAVES = 'M4.6 11.4a4.8 4.8 0 0 1 0-6.8M11.4 4.6a4.8 4.8 0 0 1 0 6.8M2.5 13.5a7.8 7.8 0 0 1 0-11M13.5 2.5a7.8 7.8 0 0 1 0 11';
export const Signal = icon('Signal', <path d={`M8 9.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Z${WAVES}`} />);
