import { lazyRouteComponent } from '@tanstack/react-router';
import { lazy, useSyncExternalStore, type ComponentType } from 'react';
import { isAway } from '../live/state.ts';

/** Milliseconds after the start: nothing that is looked at has to wait for what is only needed later. */
const SOON = 4000;
/** Milliseconds between two looks whether the server is there again. */
const PAUSE = 2000;

let isMissing = false;
const watchers = new Set<() => void>();
const later: (() => Promise<unknown>)[] = [];

const watch = (changed: () => void): (() => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

/** Whether something of the console cannot be loaded any more, because the server has another version by now. */
export const useMissing = (): boolean => useSyncExternalStore(watch, () => isMissing);

let looking: Promise<void> | undefined;

/** However many wait for it, one looks. */
const untilServerIsThere = async (): Promise<void> =>
  (looking ??= look().finally(() => (looking = undefined)));

async function look(): Promise<void> {
  for (;;) {
    const answer = await fetch('/health', { cache: 'no-store' }).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function wanted<T>(load: () => Promise<T>): Promise<T> {
  if (isAway()) await untilServerIsThere();
  try {
    return await load();
  } catch {
    await untilServerIsThere();
    return load().catch(async () => {
      isMissing = true;
      for (const changed of watchers) changed();
      return new Promise<never>(() => {});
    });
  }
}

/**
 * A part of the console that is loaded when it is first asked for, and is there from then on, whatever becomes of
 * the connection. While that is away it waits, and what is on the screen stays; browsers do not ask a second time
 * for what they could not load, so it is not tried before. Never fails: when a part is not to be had,
 * `useMissing` says so.
 */
export function part<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return async () => (loading ??= wanted(load));
}

/** Loads what was left for later while nothing else is to be done: it is there at once then, also without a connection. */
export async function loadTheRest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SOON));
  for (let load = later.shift(); load !== undefined; load = later.shift()) {
    await idle();
    await load();
  }
}

// Safari has no such callback.
const idle = async (): Promise<unknown> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve);
    else setTimeout(resolve, 200);
  });

/** A component that the first page does without; below a Suspense. */
export function lazily<P extends object, N extends string>(
  load: () => Promise<Record<N, ComponentType<P>>>,
  name: N,
) {
  const loaded = part(load);
  later.push(loaded);
  return lazy(async () => ({ default: (await loaded())[name] }));
}

/** The page of a route, loaded when somebody goes there. */
export const lazyPage = <P extends object, N extends string>(
  load: () => Promise<Record<N, ComponentType<P>>>,
  name: N,
) => lazyRouteComponent(part(load), name);
