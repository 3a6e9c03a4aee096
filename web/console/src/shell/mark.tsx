/** A plate on a door, with a name on it. */
export const Mark = ({ class: more = 'size-6' }: { class?: string }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" class={`shrink-0 ${more}`}>
    <rect width="24" height="24" rx="6" class="fill-accent" />
    <path d="M5.5 8.5h13M5.5 12h13M5.5 15.5h7.5" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" />
  </svg>
);
