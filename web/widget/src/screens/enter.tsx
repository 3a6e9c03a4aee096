import { Fragment, h, type JSX } from 'preact';
import { Button, Heading } from '../parts/basic';
import type { View } from '../view';

export function Enter({ state, actions, say, brand }: View): JSX.Element {
  const isRefused = state.refusal !== null;
  const submit = (event: Event): void => {
    event.preventDefault();
    actions.submit();
  };
  return (
    <form class="screen" noValidate onSubmit={submit}>
      <div class="body">
        <Heading>{say(T.title)}</Heading>
        <p class="lead">{say(T.enterIntro, { brand })}</p>
        <label for="cd-domain">{say(T.domainLabel)}</label>
        <input
          id="cd-domain" name="domain" type="text" inputMode="url" dir="ltr" placeholder="shop.example.com" value={state.domain} required
          autoComplete="off" autoCapitalize="none" autoCorrect="off" spellcheck={false} enterKeyHint="go" maxLength={300}
          aria-describedby="cd-hint" aria-invalid={isRefused} onInput={(event) => actions.type(event.currentTarget.value)}
        />
        <p id="cd-hint" aria-live="polite" class={isRefused ? 'wrong' : 'soft'}>{say(isRefused ? T.domainInvalid : T.domainHint)} <span lang="en">{state.refusal}</span></p>
      </div>
      <div class="foot"><Button kind="main" type="submit">{say(T.next)}</Button></div>
    </form>
  );
}

export function Looking({ state, say }: View): JSX.Element {
  return (
    <>
      <div class="body calm">
        <i class="spinner" />
        <Heading>{say(T.lookingAt, { host: state.domain })}</Heading>
        <p class="lead">{say(T.lookingNote)}</p>
      </div>
    </>
  );
}
