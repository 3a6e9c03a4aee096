/** Puts the widget on the page, draws it on each change, and takes it away again. */
import { h, type JSX, render } from 'preact';
import { type Controller, createController } from './controller';
import type { State, Step } from './flow';
import type { Opened, Options } from './options';
import type { Later, Surroundings } from './surroundings';
import { Icon } from './parts/basic';
import { speaker } from './say';
import { Analysis } from './screens/analysis';
import { Enter, Looking } from './screens/enter';
import { Manual } from './screens/manual';
import { Overlay } from './screens/overlays';
import { Trouble } from './screens/trouble';
import style from './style.css?inline';
import { derived, themed } from './theme';
import type { View } from './view';

export const HOST_ID = 'connectdomain-widget-root';

const SCREENS: Partial<Record<Step, (view: View) => JSX.Element | null>> = {
  enter_domain: Enter,
  domain_analysis: (view) => (view.state.isBusy ? <Looking {...view} /> : <Analysis {...view} />),
  manual_configuration: Manual,
  error: Trouble,
};

/** By key, or by the number that the build made of it. */
type Texts = Record<string, string>;

let current: Opened | null = null;

export function open(options: Options, around: Surroundings): Opened {
  if (current) return current;
  const baseUrl = (options.baseUrl ?? around.origin ?? '').replace(/\/+$/, '');
  if (!baseUrl || !options.applicationId || !options.token) throw new Error('connectdomain: applicationId, token and baseUrl are needed.');

  const host = document.createElement('div');
  host.id = HOST_ID;
  host.lang = around.locale;
  host.dir = options.dir ?? (/^(ar|fa|he|ur)\b/.test(around.locale) ? 'rtl' : 'ltr');
  const shadow = host.attachShadow({ mode: 'open' });
  const sheets = [style, themed(options.theme), ''].map(sheetOf);
  shadow.adoptedStyleSheets = sheets;
  const dialog = document.createElement('dialog');
  host.toggleAttribute('inline', !!options.inline);
  dialog.ariaModal = `${!options.inline}`;
  dialog.setAttribute('aria-labelledby', 'cd-title');
  dialog.className = 'widget';
  shadow.append(dialog);
  // The page stands still, and where its scroll bar was, nothing moves in.
  const still = sheetOf(`html{overflow:hidden${innerWidth > document.documentElement.clientWidth ? ';scrollbar-gutter:stable' : ''}}`);
  const before = document.activeElement;

  const recolor = (): void => sheets[2]?.replaceSync(derived(host, dialog, options.theme));
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  let drawn: string | null = null;
  let under: Element | null = null;
  let controller: Controller;

  let own: Texts = {};
  const say = speaker((key) => own[key] ?? (around.strings as Texts)[key] ?? controller.later()?.textOf(key, around.locale) ?? key, around.locale);
  const draw = (): void => {
    const state = controller.state();
    const { overlay } = state;
    if (overlay) under ??= shadow.activeElement;
    render(<Frame state={state} actions={controller.actions} api={controller.api} say={say} options={options} brand={options.brandName ?? location.hostname} later={controller.later()} />, dialog);
    // Who is told that their domain is none is led back to it.
    const at = screenOf(state) + state.refusal;
    if (!overlay && under instanceof HTMLElement) {
      under.focus();
      under = null;
    }
    if (at === drawn) return;
    // A part of the page takes the focus from nobody.
    const isFirst = !drawn;
    drawn = at;
    if (isFirst && options.inline) return;
    dialog.querySelector('.body')?.scrollTo(0, 0);
    dialog.querySelector<HTMLElement>(state.step === 'enter_domain' ? 'input' : '#cd-title')?.focus();
  };
  const onClosed = (): void => {
    current = null;
    const isFocused = !options.inline || !!shadow.activeElement;
    scheme.removeEventListener('change', recolor);
    dialog.close();
    render(null, dialog);
    host.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
    if (isFocused && before instanceof HTMLElement) before.focus();
  };
  const onLater = ({ style: more }: Later): void => {
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheetOf(more)];
    draw();
  };
  controller = createController(options, around, baseUrl, () => host.isConnected && draw(), onLater, onClosed);
  const { actions } = controller;

  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    actions.leave();
  });
  // The back gesture of phones.
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (event.target === dialog) actions.leave();
  });
  dialog.addEventListener('close', (event) => event.target === dialog && actions.close('user_closed'));

  const begin = (): void => {
    (options.container ?? document.body).append(host);
    // Unlike show(), this leaves the focus where it is.
    if (options.inline) dialog.open = true;
    else {
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
      dialog.showModal();
    }
    recolor();
    scheme.addEventListener('change', recolor);
    controller.start();
  };
  // The names of texts are only known to a file that most pages never need.
  if (options.strings) {
    void around.load('later').then(({ numbered }) => {
      own = numbered(options.strings as Texts);
      begin();
    }, reportError);
  } else begin();
  current = { close: () => actions.close('host_closed') };
  return current;
}

/** A screen by its step; looking at a domain is one of its own. */
const screenOf = ({ step, isBusy }: State): string => step + (step === 'domain_analysis' && isBusy);

function Frame(view: View): JSX.Element {
  const { state, actions, say, options } = view;
  const Screen = SCREENS[state.step] ?? view.later?.screens[state.step] ?? Waiting;
  const hasWayBack = (state.step === 'in_progress' && !state.isBusy) || ['domain_analysis', 'automatic_setup', 'domain_connect', 'manual_configuration', 'email_setup', 'error'].includes(state.step);
  const logo = options.theme?.logoUrl;
  return (
    <div class="frame">
      <header>
        {hasWayBack ? <button type="button" class="icon-button" aria-label={say(T.back)} onClick={() => actions.tell({ type: 'back' })}><Icon of="back" /></button> : null}
        <span class="brand">{logo ? <img src={logo} alt={options.brandName ?? ''} /> : options.brandName}</span>
        <button type="button" class="icon-button" aria-label={say(T.close)} onClick={actions.leave}><Icon of="close" /></button>
      </header>
      <div class="stage" key={screenOf(state)}><Screen {...view} /></div>
      {options.theme?.hideBranding ? null : <p class="mark"><Icon of="lock" />{say(T.secured)}</p>}
      <p class="unseen" role="status">{spoken(view)}</p>
      <Overlay {...view} />
    </div>
  );
}

const Waiting = (): JSX.Element => <div class="body calm"><i class="spinner" /></div>;

/** What changes without being asked for is said aloud. */
function spoken({ state, say }: View): string {
  if (state.copied) return say(T.copied);
  if (state.step === 'success') return say(T.successTitle, { host: state.hosts[0]?.report.hostname_unicode ?? '' });
  if (state.step !== 'in_progress') return '';
  const states = state.hosts.map(({ connection }) => connection?.state);
  if (states.every((at) => at === 'live')) return say(T.stepAnswer);
  if (states.every((at) => at === 'live' || at === 'issuing_cert')) return say(T.stepCertificate);
  return say(state.isStalled ? T.stall : T.stepRecords);
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
