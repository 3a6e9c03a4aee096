/** Our own marks, on a grid of 20, drawn with a line. Decoration: what they mean is said in words beside them. */
import type { ComponentChild } from 'preact';

const p = (d: string): ComponentChild => <path d={d} />;
const marks = {
  overview: <><rect x="3" y="3" width="6" height="7" rx="1.5" /><rect x="11" y="3" width="6" height="4" rx="1.5" /><rect x="3" y="13" width="6" height="4" rx="1.5" /><rect x="11" y="10" width="6" height="7" rx="1.5" /></>,
  application: <><rect x="3" y="4" width="14" height="12" rx="2" /><path d="M3 8h14M6 6h.01M8.5 6h.01" /></>,
  domain: <><circle cx="10" cy="10" r="7" /><path d="M3 10h14M10 3c5 4.5 5 9.5 0 14M10 3c-5 4.5-5 9.5 0 14" /></>,
  provider: <><rect x="3" y="4" width="14" height="5" rx="1.5" /><rect x="3" y="11" width="14" height="5" rx="1.5" /><path d="M6 6.5h.01M6 13.5h.01M10 6.5h4M10 13.5h4" /></>,
  webhook: <><circle cx="10" cy="5.5" r="2.5" /><circle cx="5" cy="14" r="2.5" /><circle cx="15" cy="14" r="2.5" /><path d="M8.7 7.6 6.2 11.8M11.3 7.6l2.5 4.2M7.5 14h5" /></>,
  usage: p('M4 16V9M8 16V4M12 16v-5M16 16V7'),
  billing: <><rect x="2.5" y="4.5" width="15" height="11" rx="2" /><path d="M2.5 8.5h15M5.5 12.5h3" /></>,
  embed: p('m7 6-4 4 4 4M13 6l4 4-4 4'),
  audit: p('M6 3h8a1 1 0 0 1 1 1v13l-2.5-1.5L10 17l-2.5-1.5L5 17V4a1 1 0 0 1 1-1zM8 7h4M8 10.5h4'),
  settings: <><circle cx="10" cy="10" r="2.5" /><path d="M10 2.5v2.2M10 15.3v2.2M2.5 10h2.2M15.3 10h2.2M4.7 4.7l1.5 1.5M13.8 13.8l1.5 1.5M15.3 4.7l-1.5 1.5M6.2 13.8l-1.5 1.5" /></>,
  tenant: <><path d="M3.5 17V5l6-2v14M9.5 8l7 2v7M2 17h16" /><path d="M6.5 7v.01M6.5 10v.01M6.5 13v.01M13 12.5v.01" /></>,
  edge: <><circle cx="10" cy="10" r="2" /><path d="M10 3v5M10 12v5M3 10h5M12 10h5" /><path d="M5 5.5A7 7 0 0 1 8 3.3M12 3.3a7 7 0 0 1 3 2.2M15 14.5a7 7 0 0 1-3 2.2M8 16.7a7 7 0 0 1-3-2.2" /></>,
  queue: p('M4 5h12M4 9h12M4 13h8M15 12v4M13 14h4'),
  authority: <><circle cx="10" cy="8" r="5" /><path d="m7 12.5-1 5 4-2 4 2-1-5M8 8l1.5 1.5L12.5 6.5" /></>,
  metrics: p('M3 13.5 7 8l3.5 4 3-6L17 10'),
  certificate: p('M10 3 4 5.5v4c0 4 2.5 6.5 6 7.5 3.5-1 6-3.5 6-7.5v-4zM7.5 10l1.8 1.8L12.8 8'),
  key: <><circle cx="6.5" cy="13.5" r="3" /><path d="m8.7 11.3 7.3-7.3M13 7l2.5 2.5M10.5 9.5 12 11" /></>,
  member: <><circle cx="10" cy="7" r="3.250" /><path d="M3.5 17c.6-3.5 3.2-5 6.5-5s5.9 1.5 6.5 5" /></>,
  members: <><circle cx="7.5" cy="7" r="2.750" /><path d="M2.5 16c.4-3 2.4-4.3 5-4.3s4.6 1.3 5 4.3M12.5 4.5a2.750 2.750 0 0 1 0 5M14.5 12c1.8.6 2.8 1.9 3 4" /></>,
  search: <><circle cx="9" cy="9" r="5.5" /><path d="m13 13 4 4" /></>,
  menu: p('M3.5 6h13M3.5 10h13M3.5 14h13'),
  close: p('m5 5 10 10M15 5 5 15'),
  check: p('m4 10.5 4 4 8-9'),
  plus: p('M10 4v12M4 10h12'),
  minus: p('M4 10h12'),
  copy: <><rect x="7" y="7" width="10" height="10" rx="2" /><path d="M13 7V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h2" /></>,
  'chevron-down': p('m5 7.5 5 5 5-5'),
  'chevron-right': p('m7.5 5 5 5-5 5'),
  'chevron-left': p('m12.5 5-5 5 5 5'),
  'chevrons': p('m6 8 4-4 4 4M6 12l4 4 4-4'),
  'arrow-right': p('M4 10h12M11 5l5 5-5 5'),
  'arrow-up': p('M10 16V4M5 9l5-5 5 5'),
  'arrow-down': p('M10 4v12M5 11l5 5 5-5'),
  external: p('M8 4H5a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h9a2 2 0 0 0 2-2v-3M11 3h6v6M17 3l-8 8'),
  more: <><circle cx="4.5" cy="10" r=".9" /><circle cx="10" cy="10" r=".9" /><circle cx="15.5" cy="10" r=".9" /></>,
  warning: p('M10 3.5 2.5 16.5h15zM10 8.5v3.5M10 14.4v.01'),
  error: <><circle cx="10" cy="10" r="7" /><path d="m7.5 7.5 5 5M12.5 7.5l-5 5" /></>,
  info: <><circle cx="10" cy="10" r="7" /><path d="M10 9.5V14M10 6.5v.01" /></>,
  good: <><circle cx="10" cy="10" r="7" /><path d="m6.8 10.3 2.2 2.2 4.2-4.7" /></>,
  clock: <><circle cx="10" cy="10" r="7" /><path d="M10 6v4l2.5 2" /></>,
  half: <><circle cx="10" cy="10" r="7" /><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" /></>,
  dashed: <circle cx="10" cy="10" r="7" stroke-dasharray="3.2 2.3" />,
  pause: <><circle cx="10" cy="10" r="7" /><path d="M8 7.5v5M12 7.5v5" /></>,
  write: p('M13.5 3.5 16.5 6.5 7 16l-4 1 1-4zM11.5 5.5l3 3'),
  archive: <><rect x="3" y="4" width="14" height="4" rx="1" /><path d="M4.5 8v7a1.5 1.5 0 0 0 1.5 1.5h8a1.5 1.5 0 0 0 1.5-1.5V8M8.5 11h3" /></>,
  drift: p('M3 7h9l-3-3M17 13H8l3 3'),
  trash: p('M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5'),
  refresh: p('M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5'),
  undo: p('M4 8h8a4 4 0 0 1 0 8H8M4 8l3.5-3.5M4 8l3.5 3.5'),
  share: <><circle cx="5" cy="10" r="2.250" /><circle cx="14.5" cy="5" r="2.250" /><circle cx="14.5" cy="15" r="2.250" /><path d="m7 9 5.5-3M7 11l5.5 3" /></>,
  transfer: p('M3 7h13l-3.5-3.5M17 13H4l3.5 3.5'),
  sun: <><circle cx="10" cy="10" r="3.250" /><path d="M10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M15.3 4.7l-1 1M5.7 14.3l-1 1" /></>,
  moon: p('M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z'),
  screen: <><rect x="3" y="4" width="14" height="9.5" rx="1.5" /><path d="M7.5 16.5h5" /></>,
  'sign-out': p('M8 4H5a1.5 1.5 0 0 0-1.5 1.5v9A1.5 1.5 0 0 0 5 16h3M12 6.5 15.5 10 12 13.5M15.5 10H8'),
  filter: p('M3.5 5h13M6 10h8M8.5 15h3'),
  offline: p('M3 3l14 14M2.5 8a11 11 0 0 1 3.7-2.4M9 4.6A11 11 0 0 1 17.5 8M5.5 11.3a7 7 0 0 1 2.6-1.6M12.5 10a7 7 0 0 1 2 1.3M10 15.5v.01'),
  bolt: p('M11 3 4.5 11.5H9.5L9 17l6.5-8.5H10.5z'),
  keyboard: <><rect x="2.5" y="5" width="15" height="10" rx="2" /><path d="M5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M7 12h6" /></>,
  book: p('M10 5.5C8.5 4.3 6 4 3.5 4.2v11c2.5-.2 5 .1 6.5 1.3 1.5-1.2 4-1.5 6.5-1.3v-11C14 4 11.5 4.3 10 5.5zM10 5.5v11'),
} satisfies Record<string, ComponentChild>;

export type IconName = keyof typeof marks;

export function Icon({ name, class: more = '' }: { name: IconName; class?: string }) {
  return (
    <svg viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" class={`shrink-0 ${more}`}>
      {marks[name]}
    </svg>
  );
}
