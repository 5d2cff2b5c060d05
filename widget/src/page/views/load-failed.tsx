import type { JSX } from 'preact';
import { begin } from '../obey.ts';
import { words } from '../words/words.ts';
import { Header } from './header.tsx';

/** Nothing could be loaded: what to do about it. */
export function LoadFailed(): JSX.Element {
  const { loadFailed, tryAgain } = words.value;
  return (
    <>
      <Header />
      <main class="centered">
        <p role="alert">{loadFailed}</p>
        <button type="button" class="primary" onClick={() => begin()}>
          {tryAgain}
        </button>
      </main>
    </>
  );
}
