import { useSyncExternalStore } from 'react';
import type { Message } from '../conversation-data.ts';

export interface Picture {
  /** Of the attachment. */
  id: number;
  url: string;
  name: string;
}

/**
 * Where a file is, if that can be followed: one that was imported may have any address, also one that is a script.
 */
export function webAddress(url: string | null | undefined): string | undefined {
  if (url == null || url === '' || !URL.canParse(url, location.origin)) return undefined;
  return /^https?:$/.test(new URL(url, location.origin).protocol) ? url : undefined;
}

/** The name that a file has in its address; empty where that says none. */
export function nameIn(url: string): string {
  const last = url.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** The pictures of messages in the order in which they were sent; of a deleted one there are none. */
export const picturesOf = (messages: readonly Message[]): Picture[] =>
  messages
    .filter(({ content_attributes }) => content_attributes['deleted'] !== true)
    .flatMap(({ attachments = [] }) => attachments)
    .flatMap((file) => {
      const url = 'data_url' in file && file.file_type === 'image' ? webAddress(file.data_url) : undefined;
      return url === undefined ? [] : [{ id: file.id, url, name: nameIn(url) }];
    }); // prettier-ignore

let enlarged: number | undefined;
const watchers = new Set<() => void>();

/** Shows a picture large, by the id of its attachment; nothing closes it. */
export function enlarge(id: number | undefined): void {
  enlarged = id;
  for (const changed of watchers) changed();
}

export const useEnlarged = (): number | undefined =>
  useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => enlarged,
  );
