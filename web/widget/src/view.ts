/** What every part of the screen is given. */
import type { Client } from './client';
import type { Actions } from './controller';
import type { State } from './flow';
import type { Options } from './options';
import type { Later } from './surroundings';
import type { Say } from './say';

export interface View {
  state: State;
  actions: Actions;
  api: Client;
  say: Say;
  options: Options;
  brand: string;
  later: Later | null;
}
