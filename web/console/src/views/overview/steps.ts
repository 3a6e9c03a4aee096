/** What a new tenant does first. Ticks come from what is there, not from presses. Pure. */
export interface Step {
  key: 'application' | 'key' | 'widget' | 'live' | 'webhook';
  label: string;
  text: string;
  to: string;
  isDone: boolean;
}

/** `undefined` where this session cannot tell: the step is left out then. */
export type Done = Record<Step['key'], boolean | undefined>;

const steps: readonly Omit<Step, 'isDone'>[] = [
  { key: 'application', label: 'Create an application', text: 'It says what customers publish, and where their visitors go.', to: '/applications' },
  { key: 'key', label: 'Make an API key', text: 'Your server asks for widget tokens with it, and nobody else sees it.', to: '/applications' },
  { key: 'live', label: 'Bring a first domain live', text: 'One of your own will do: see what your customers will see.', to: '/domains/connect' },
  { key: 'widget', label: 'Embed the widget', text: 'Customers connect their domains by themselves, on your page.', to: '/embed' },
  { key: 'webhook', label: 'Hear of it by webhook', text: 'Your server is told when a domain goes live, or drifts.', to: '/webhooks' },
];

export const stepsOf = (done: Done): Step[] => steps.flatMap((step) => {
  const isDone = done[step.key];
  return isDone === undefined ? [] : [{ ...step, isDone }];
});
