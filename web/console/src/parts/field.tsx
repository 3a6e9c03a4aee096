/** Controls with label, hint and error. Within a `Form` an error finds its field by `name`. */
import type { ComponentChildren, InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import { Field, type FieldProps, useFormState } from './form';

type Own = keyof FieldProps | 'role';

export function Input({ name, label, hint, error, isLabelHidden, class: more, ...rest }: FieldProps & { list?: string } & Omit<InputHTMLAttributes<HTMLInputElement>, Own>) {
  return (
    <Field {...{ name, label, hint, error, isLabelHidden, class: more }}>
      {(wiring) => <input type="text" autocomplete="off" spellcheck={false} {...(rest as object)} {...wiring} class="input" />}
    </Field>
  );
}

export function Textarea({ name, label, hint, error, isLabelHidden, class: more, rows = 4, isCode = false, ...rest }: FieldProps & { isCode?: boolean } & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, Own>) {
  return (
    <Field {...{ name, label, hint, error, isLabelHidden, class: more }}>
      {(wiring) => <textarea rows={rows} spellcheck={!isCode} {...rest} {...wiring} class={`input ${isCode ? 'font-mono' : ''}`} />}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

export function Select({ name, label, hint, error, isLabelHidden, class: more, options, value, ...rest }: FieldProps & { options: readonly Option[]; value?: string } & Omit<SelectHTMLAttributes<HTMLSelectElement>, Own | 'value' | 'size' | 'multiple'>) {
  return (
    <Field {...{ name, label, hint, error, isLabelHidden, class: more }}>
      {(wiring) => (
        <select {...rest} {...wiring} value={value} class="input">
          {options.map((each) => <option key={each.value} value={each.value} disabled={each.disabled} selected={each.value === value}>{each.label}</option>)}
        </select>
      )}
    </Field>
  );
}

interface BoxProps extends Omit<FieldProps, 'isLabelHidden'>, Omit<InputHTMLAttributes<HTMLInputElement>, Own | 'type'> {
  hint?: ComponentChildren;
}

function Box({ name, label, hint, error, class: more = '', boxClass, role, ...rest }: BoxProps & { boxClass: string; role?: 'switch' }) {
  const id = useId();
  const { errors } = useFormState();
  const wrong = error ?? errors[name];
  return (
    <div class={`grid gap-0.5 ${more}`}>
      <label class="inline-flex items-center gap-2.5 w-fit hit">
        <input value="on" {...(rest as object)} name={name} type="checkbox" role={role} class={boxClass} aria-describedby={hint || wrong ? id : undefined} aria-invalid={wrong ? true : undefined} />
        <span>{label}</span>
      </label>
      {(hint || wrong) && <p id={id} class={`text-sm pointer-fine:-mt-1.5 ${role ? 'ps-11.5' : 'ps-6.5'} ${wrong ? 'text-bad font-medium' : 'text-soft'}`}>{wrong ?? hint}</p>}
    </div>
  );
}

export const Checkbox = (props: BoxProps) => <Box {...props} boxClass="size-4 shrink-0" />;
/** What takes effect at once; a `Checkbox` is sent with its form. */
export const Switch = (props: BoxProps) => <Box {...props} role="switch" boxClass="toggle" />;
