/** A view, or a part of one, whose script is loaded when it is first wanted. */
import type { ComponentChildren, ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failure } from '~/api/failure';
import { ErrorNote } from '~/parts/error-note';
import { PageSkeleton } from '~/parts/skeleton';
import type { Params } from './match';

export interface ViewProps {
  params: Params;
}

/** `load` brings it before it is wanted. */
export type LazyView<Props = ViewProps> = FunctionComponent<Props & { waiting?: ComponentChildren }> & { load: () => Promise<FunctionComponent<Props>> };

export function lazy<Props extends object = ViewProps>(bring: () => Promise<{ default: ComponentType<Props> | ComponentType }>): LazyView<Props> {
  type View = FunctionComponent<Props>;
  let loaded: View | null = null;
  const load = async (): Promise<View> => (loaded = (await bring()).default as View);
  const Lazy = ({ waiting = <PageSkeleton />, ...props }: Props & { waiting?: ComponentChildren }) => {
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
    return Shown ? <Shown {...(props as unknown as Props)} /> : <>{waiting}</>;
  };
  return Object.assign(Lazy, { load });
}
