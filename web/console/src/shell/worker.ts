/** The service worker: registered after the first screen, and news of a newer console. */
import { toast } from '~/parts/toast';
import { BASE } from './router';
import { trusted } from './trusted';

const URL_OF_WORKER = `${BASE}/sw.js`;

export async function startWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    const registration = await navigator.serviceWorker.register(trusted(URL_OF_WORKER), { scope: `${BASE}/`, updateViaCache: 'none' });
    registration.addEventListener('updatefound', () => tellOfUpdate(registration));
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  } catch (error) {
    // Without it everything works but opening without a network.
    console.info('The service worker could not be registered.', error);
  }
}

function tellOfUpdate(registration: ServiceWorkerRegistration): void {
  const coming = registration.installing;
  coming?.addEventListener('statechange', () => {
    if (coming.state === 'installed' && navigator.serviceWorker.controller) offer(coming);
  });
}

function offer(waiting: ServiceWorker): void {
  toast({
    text: 'A newer console is there.',
    ms: Infinity,
    action: {
      label: 'Load it',
      run: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
        waiting.postMessage('take over');
      },
    },
  });
}
