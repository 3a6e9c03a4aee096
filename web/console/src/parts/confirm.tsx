/** For the few things that cannot be undone. What can be: use `later` of `undo.ts` instead. */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Button } from './button';
import { Dialog } from './dialog';
import { Input } from './field';
import { Form, Submit } from './form';

interface ConfirmProps {
  title: string;
  isOpen: boolean;
  close: () => void;
  /** The verb and its object: "Revoke the key". */
  action: string;
  run: () => Promise<unknown>;
  /** Has to be typed first, where much would be lost. */
  phrase?: string;
  children: ComponentChildren;
}

export function Confirm({ title, isOpen, close, action, run, phrase, children }: ConfirmProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  return (
    <Dialog title={title} isOpen={isOpen} close={close}>
      <Form id={id} submit={async () => { await run(); close(); }}>
        <div class="grid gap-2">{children}</div>
        {phrase && <Input name="phrase" label={<>Type <code class="font-semibold">{phrase}</code> to go on</>} required onInput={(event) => setTyped(event.currentTarget.value)} />}
        <div class="flex justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Submit look="danger" disabled={phrase !== undefined && typed !== phrase}>{action}</Submit>
        </div>
      </Form>
    </Dialog>
  );
}
