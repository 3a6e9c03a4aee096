import { Button } from '~/parts/button';
import { Dialog } from '~/parts/dialog';
import { leaving } from './unsaved';

/** Asks before what was not saved is lost. */
export default function Leave() {
  const end = (): void => void (leaving.value = null);
  const leave = (): void => {
    const go = leaving.value;
    end();
    go?.();
  };
  return (
    <Dialog title="Leave without saving?" isOpen close={end} actions={<><Button onClick={end}>Stay</Button><Button look="danger" onClick={leave}>Discard the changes</Button></>}>
      <p>What you changed here is not saved.</p>
    </Dialog>
  );
}
