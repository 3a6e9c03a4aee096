/** A form that is sent by hand: native checks, then the server's word put beside the field that it names. */
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Failure, failureFrom } from '~/api/failure';
import { useUnsaved } from '~/shell/unsaved';
import { Button, type ButtonProps } from './button';
import { ErrorNote } from './error-note';

interface FormState {
  errors: Record<string, string>;
  isBusy: boolean;
}
const Context = createContext<FormState>({ errors: {}, isBusy: false });
export const useFormState = (): FormState => useContext(Context);

export interface FormProps {
  /** Every named control as text; a box that is not ticked is absent. What it throws is shown. */
  submit: (values: Record<string, string>, data: FormData) => Promise<unknown> | void;
  class?: string;
  id?: string;
  /** It changes what is there: who leaves without sending it is asked. */
  isGuarded?: boolean;
  children: ComponentChildren;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function Form({ submit, class: more = 'grid gap-4', id, isGuarded = false, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [state, setState] = useState<FormState & { failure: Failure | null }>({ errors: {}, isBusy: false, failure: null });

  const saved = useRef('');
  const [isUnsaved, setUnsaved] = useState(false);
  useUnsaved(isUnsaved);
  const written = (): string => (isGuarded ? JSON.stringify([...new FormData(form.current!)]) : '');
  const settle = (): void => {
    saved.current = written();
    setUnsaved(false);
  };
  useEffect(settle, []);

  const focusOn = (name: string): void => (form.current?.elements.namedItem(name) as HTMLElement | null)?.focus?.();

  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (state.isBusy) return;
    const controls = [...form.current!.elements].filter((each): each is Control => 'checkValidity' in each && !!(each as Control).name);
    const wrong = controls.filter((each) => !each.checkValidity());
    if (wrong.length > 0) {
      setState({ errors: Object.fromEntries(wrong.map((each) => [each.name, each.validationMessage])), isBusy: false, failure: null });
      return wrong[0]!.focus();
    }
    setState({ errors: {}, isBusy: true, failure: null });
    const data = new FormData(form.current!);
    try {
      const values = Object.fromEntries([...data].filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
      await submit(values, data);
      if (form.current) settle();
      setState({ errors: {}, isBusy: false, failure: null });
    } catch (thrown) {
      const failure = failureFrom(thrown);
      const name = failure.field(controls.map((each) => each.name));
      setState({ errors: name ? { [name]: failure.beside(name) } : {}, isBusy: false, failure: name ? null : failure });
      if (name) focusOn(name);
    }
  };

  return (
    <Context.Provider value={state}>
      <form ref={form} id={id} noValidate onSubmit={onSubmit} onInput={() => setUnsaved(written() !== saved.current)} class={more}>
        {state.failure && <ErrorNote failure={state.failure} />}
        {children}
      </form>
    </Context.Provider>
  );
}

/** Sends the form it stands in (or the one named by `form`). */
export function Submit({ children, look = 'main', class: more = '', ...rest }: ButtonProps) {
  const { isBusy } = useFormState();
  return <Button {...rest} class={`justify-self-start ${more}`} type="submit" look={look} isBusy={isBusy || rest.isBusy}>{children}</Button>;
}

export interface FieldProps {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** Shown instead of what the form knows. */
  error?: string;
  /** The label is for screen readers only. */
  isLabelHidden?: boolean;
  class?: string;
}

interface Wiring {
  id: string;
  name: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Label, hint and error around a control: for controls that are not among ours. */
export function Field({ name, label, hint, error, isLabelHidden, class: more = '', children }: FieldProps & { children: (wiring: Wiring) => ComponentChildren }) {
  const id = useId();
  const { errors } = useFormState();
  const wrong = error ?? errors[name];
  const described = [hint && `${id}h`, wrong && `${id}e`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={`grid gap-1 content-start ${more}`}>
      <label for={id} class={isLabelHidden ? 'unseen' : 'font-medium text-sm w-fit'}>{label}</label>
      {children({ id, name, 'aria-describedby': described, 'aria-invalid': wrong ? true : undefined })}
      {hint && <p id={`${id}h`} class="text-sm text-soft">{hint}</p>}
      {wrong && <p id={`${id}e`} class="text-sm text-bad font-medium" role="alert">{wrong}</p>}
    </div>
  );
}
