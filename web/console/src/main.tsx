/** Begins. */
import './style.css';
import { render } from 'preact';
import { lookUpSession } from './api/session';
import { noticeReturn } from './api/session-mark';
import { App, bringFirst } from './app';
import { startFocus } from './parts/focus';
import { startKeyboard } from './shell/keyboard';
import { startRouter } from './shell/router';
import { startTheme } from './shell/theme';

startTheme();
noticeReturn();
startRouter();
startKeyboard();
startFocus();
render(<App />, document.getElementById('app')!);
void lookUpSession();
bringFirst();
// Keeping the shell for later can wait until it is there.
addEventListener('load', () => void import('./shell/worker').then(({ startWorker }) => startWorker(), () => undefined));
