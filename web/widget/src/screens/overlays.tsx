/** What lies over the flow: leaving, a session that ended, a link for a colleague. */
import { type ComponentChildren, h, type JSX } from 'preact';
import { Button } from '../parts/basic';
import type { View } from '../view';

export function Overlay(view: View): JSX.Element | null {
  const { state, actions, say } = view;
  if (state.overlay === 'exit') {
    return (
      <Sheet view={view} title={say(T.exitTitle)} note={say(T.exitNote)}>
        <Button onClick={() => actions.close('user_closed')}>{say(T.close)}</Button>
        <Button kind="main" autoFocus onClick={() => actions.tell({ type: 'dismissed' })}>{say(T.exitStay)}</Button>
      </Sheet>
    );
  }
  if (state.overlay === 'expired') {
    return (
      <Sheet view={view} title={say(T.expiredTitle)} note={say(T.expiredNote)}>
        <Button kind="main" onClick={() => actions.close('session_expired')}>{say(T.close)}</Button>
      </Sheet>
    );
  }
  if (state.overlay === 'share') return view.later ? <view.later.Share {...view} /> : null;
  return null;
}

/** A native modal dialog over the other: focus goes in, stays, and comes back. */
export function Sheet({ view, title, note, role = 'alertdialog', children }: { view: View; title: string; note?: string; role?: 'alertdialog' | 'dialog'; children: ComponentChildren }): JSX.Element {
  const cancel = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    view.actions.leave();
  };
  return (
    <dialog
      class="sheet" role={role} aria-labelledby="cd-sheet" aria-describedby={note ? 'cd-sheet-note' : undefined}
      ref={(element: HTMLDialogElement | null) => { if (element && !element.open) element.showModal(); }} onCancel={cancel}
    >
      <h2 id="cd-sheet">{title}</h2>
      {note ? <p id="cd-sheet-note" class="lead">{note}</p> : null}
      {role === 'dialog' ? children : <div class="foot">{children}</div>}
    </dialog>
  );
}
