/** A native modal dialog: it holds the focus, closes by Esc and a click beside it unless it is kept, and gives the focus back. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { IconButton } from './button';
import { rememberOpener } from './focus';
import { Toasts } from './toast';

export interface DialogProps {
  title: ComponentChildren;
  isOpen: boolean;
  close: () => void;
  /** Buttons at the foot. A submit button of a form inside names it by `form`. */
  actions?: ComponentChildren;
  isWide?: boolean;
  /** What it shows is shown once: only one of its own buttons closes it. */
  isKept?: boolean;
  children?: ComponentChildren;
}

/** The bare element, for what is no ordinary dialog. Its children are there only while it is open. */
export function Modal({ isOpen, close, isKept = false, class: look, children, ...rest }: { isOpen: boolean; close: () => void; isKept?: boolean | undefined; class: string; children: ComponentChildren; 'aria-label'?: string; 'aria-labelledby'?: string }) {
  const element = useRef<HTMLDialogElement>(null);
  const isPressedBeside = useRef(false);
  useEffect(() => {
    const dialog = element.current;
    if (!isOpen || !dialog) return;
    rememberOpener(dialog);
    dialog.showModal();
    return () => dialog.close();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <dialog
      ref={element}
      {...rest}
      class={`bg-raised text-fg shadow-float p-0 border-0 overflow-hidden ${look}`}
      // A browser asks by `cancel` once; the second time it closes without.
      onKeyDown={(event) => isKept && event.key === 'Escape' && event.preventDefault()}
      onCancel={(event) => (event.preventDefault(), isKept || close())}
      // Browsers may close it without asking; one that we took away ourselves says so late, and to nobody.
      onClose={({ currentTarget: dialog }) => dialog.isConnected && (isKept ? dialog.showModal() : close())}
      // Once it is let go: what lies behind would get the rest of the press, and the focus with it.
      onPointerDown={(event) => void (isPressedBeside.current = isBeside(event))}
      onClick={(event) => !isKept && isPressedBeside.current && isBeside(event) && close()}
    >
      {children}
      <Toasts isInDialog />
    </dialog>
  );
}

/** The backdrop counts as the dialog itself: only the place tells. */
const isBeside = (event: MouseEvent): boolean => {
  if (event.target !== event.currentTarget) return false;
  const { left, right, top, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
};

function Frame({ title, id, close, isKept, actions, children }: Omit<DialogProps, 'isOpen' | 'isWide'> & { id: string }) {
  return (
    <div class="flex flex-col max-h-[inherit] h-full">
      <header class="flex items-center gap-3 ps-5 pe-3 pt-3 pb-2">
        <h2 id={id} class="text-lg grow">{title}</h2>
        {!isKept && <IconButton label="Close" icon="close" onClick={close} />}
      </header>
      <div class="px-5 pb-5 overflow-auto grow">{children}</div>
      {actions && <footer class="flex flex-wrap justify-end gap-2 px-5 py-3 border-t border-line bg-sunk">{actions}</footer>}
    </div>
  );
}

export function Dialog({ isOpen, close, isWide, ...rest }: DialogProps) {
  const id = useId();
  return (
    <Modal isOpen={isOpen} close={close} isKept={rest.isKept} aria-labelledby={id} class={`dialog ${isWide ? 'dialog-wide' : ''}`}>
      <Frame {...rest} close={close} id={id} />
    </Modal>
  );
}

/** Beside what one was doing, from the far edge: details of a row. */
export function Drawer({ isOpen, close, ...rest }: Omit<DialogProps, 'isWide' | 'isKept'>) {
  const id = useId();
  return (
    <Modal isOpen={isOpen} close={close} aria-labelledby={id} class="drawer">
      <Frame {...rest} close={close} id={id} />
    </Modal>
  );
}
