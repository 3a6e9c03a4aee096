/** Begins. */
import './style.css';
import { render } from 'preact';
import { lookUpSession } from './api/session';
import { App } from './app';
import { startKeyboard } from './shell/keyboard';
import { startRouter } from './shell/router';
import { startTheme } from './shell/theme';
import { startWorker } from './shell/worker';

startTheme();
startRouter();
startKeyboard();
startWorker();
render(<App />, document.getElementById('app')!);
void lookUpSession();
