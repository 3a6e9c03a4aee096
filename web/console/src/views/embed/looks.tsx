import { useState } from 'preact/hooks';
import { Button } from '~/parts/button';
import { Card } from '~/parts/card';
import { Checkbox, Input, Select } from '~/parts/field';
import { Field } from '~/parts/form';
import type { Theme } from './snippets';

const colours: readonly { name: 'accentColor' | 'accentTextColor' | 'background' | 'foreground'; label: string; usual: string }[] = [
  { name: 'accentColor', label: 'Accent', usual: '#3d5afe' },
  { name: 'accentTextColor', label: 'Text on it', usual: '#ffffff' },
  { name: 'background', label: 'Ground', usual: '#ffffff' },
  { name: 'foreground', label: 'Text', usual: '#14171f' },
];

/** What the widget takes for one; nothing is its own. */
const isLength = (text: string): boolean => text === '' || (CSS.supports('width', text) && /\d/.test(text));

/** The theme, seen in the preview at once. */
export function Looks({ theme, change }: { theme: Theme; change: (theme: Theme) => void }) {
  const [corners, setCorners] = useState({ text: theme.radius ?? '', isOdd: false });
  const put = (part: Partial<Theme>): void => change({ ...theme, ...part });
  return (
    <Card title="Looks" actions={Object.keys(theme).length > 0 && <Button isSmall look="quiet" onClick={() => (change({}), setCorners({ text: '', isOdd: false }))}>Start over</Button>}>
      <div class="grid grid-cols-2 sm:grid-cols-4 gap-3">
        {colours.map(({ name, label, usual }) => (
          <Field key={name} name={name} label={label}>
            {(wiring) => <input {...wiring} type="color" class="input p-1!" value={theme[name] ?? usual} onInput={(event) => put({ [name]: event.currentTarget.value })} />}
          </Field>
        ))}
        <Select name="colorScheme" class="col-span-2" label="Light or dark" value={theme.colorScheme ?? 'auto'} options={[{ value: 'auto', label: 'As the visitor has it' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} onChange={(event) => put({ colorScheme: event.currentTarget.value as 'auto' })} />
        <Input
          name="radius" class="col-span-2" label="Corners" placeholder="10px" value={corners.text} {...(corners.isOdd && { error: 'Give a length, such as 10px or 0.5rem.' })}
          onInput={({ currentTarget: { value } }) => (setCorners({ text: value, isOdd: corners.isOdd && !isLength(value) }), put({ radius: isLength(value) ? value : '' }))}
          onChange={({ currentTarget: { value } }) => setCorners({ text: value, isOdd: !isLength(value) })}
        />
        <Input name="logoUrl" class="col-span-2 sm:col-span-4" label="Logo (URL)" type="url" value={theme.logoUrl ?? ''} hint="Shown on your page; this one shows only its own pictures." onInput={(event) => put({ logoUrl: event.currentTarget.value })} />
        <Checkbox name="hideBranding" class="col-span-2 sm:col-span-4" label="Without the mark at the foot" checked={theme.hideBranding ?? false} onChange={(event) => put({ hideBranding: event.currentTarget.checked })} />
      </div>
    </Card>
  );
}
