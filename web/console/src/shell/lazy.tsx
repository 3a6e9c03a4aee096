/** A view whose script is loaded when it is first wanted. */
import type { ComponentChildren, ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failure } from '~/api/failure';
import { ErrorNote } from '~/parts/error-note';
import { PageSkeleton } from '~/parts/skeleton';
import type { Params } from './match';

export interface ViewProps {
  params: Params;
}
type View = FunctionComponent<ViewProps>;

/** `load` brings it before it is wanted. */
export type LazyView = FunctionComponent<ViewProps & { waiting?: ComponentChildren }> & { load: () => Promise<View> };

export function lazy(bring: () => Promise<{ default: ComponentType<ViewProps> | ComponentType }>): LazyView {
  let loaded: View | null = null;
  const load = async (): Promise<View> => (loaded = (await bring()).default as View);
  const Lazy = ({ waiting = <PageSkeleton />, ...props }: ViewProps & { waiting?: ComponentChildren }) => {
    const [state, setState] = useState<View | 'failed' | null>(() => loaded);
    const get = (): void => {
      setState(null);
      load().then((view) => setState(() => view), () => setState('failed'));
    };
    useEffect(() => {
      // It may have come since this was drawn.
      if (loaded) setState(() => loaded);
      else get();
    }, []);
    if (state === 'failed') {
      return <ErrorNote failure={new Failure('network', 'This page could not be loaded. You may be offline, or the console was renewed: load it again.')} retry={() => location.reload()} />;
    }
    const Shown = state;
    return Shown ? <Shown {...props} /> : <>{waiting}</>;
  };
  return Object.assign(Lazy, { load });
}
