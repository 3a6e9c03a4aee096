import { exact } from '~/parts/instants';
import { useNow } from '~/parts/time';
import { pieces } from './sentence';

/** What the server says, with its instants as people say them. */
export function Sentence({ text }: { text: string }) {
  const present = useNow();
  return <>{pieces(text, present).map((piece, index) => (typeof piece === 'string' ? piece : <time key={index} dateTime={piece.at} title={exact(piece.at)}>{piece.text}</time>))}</>;
}
