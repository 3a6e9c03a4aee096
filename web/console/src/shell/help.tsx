import { Dialog } from '~/parts/dialog';
import { Kbd } from '~/parts/kbd';
import { shortcuts } from './keyboard';

const lists = [
  { keys: 'j k', label: 'Down and up in a list' },
  { keys: 'enter', label: 'Open the row' },
  { keys: 'x', label: 'Mark the row; with Shift up to there' },
];

export default function Help({ close }: { close: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" isOpen close={close}>
      <ul class="grid gap-1">
        {[...shortcuts.value, ...lists].map(({ keys, label }) => (
          <li key={keys + label} class="flex items-center justify-between gap-4 py-1"><span>{label}</span><Kbd keys={keys} /></li>
        ))}
      </ul>
    </Dialog>
  );
}
