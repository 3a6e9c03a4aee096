/** A few words more about what it stands around, on hover and on focus. Never the only place where something is said. */
import { type ComponentChildren, toChildArray } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { place } from './place';

export function Tooltip({ text, children }: { text: ComponentChildren; children: ComponentChildren }) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const float = useRef<HTMLSpanElement>(null);
  const show = (): void => {
    float.current!.showPopover();
    place(float.current!, anchor.current!, 'middle');
  };
  const hide = (): void => float.current!.hidePopover();
  // Words alone cannot be reached by the keyboard: the tooltip makes them so.
  const isText = toChildArray(children).every((child) => typeof child !== 'object');
  return (
    <span ref={anchor} class="inline-flex" tabIndex={isText ? 0 : undefined} aria-describedby={id} onPointerEnter={show} onPointerLeave={hide} onFocusIn={show} onFocusOut={hide} onKeyDown={(event) => event.key === 'Escape' && hide()}>
      {children}
      <span ref={float} id={id} role="tooltip" popover="manual" class="float bg-fg text-page text-xs rounded-md px-2 py-1 max-w-72 border-0 pointer-events-none">{text}</span>
    </span>
  );
}
