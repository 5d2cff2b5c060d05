import type { JSX } from 'preact';
import { channel } from '../globals.ts';
import { safeMedia } from '../links.ts';
import { members } from '../state.ts';

/** A picture, or the first letter of the name. */
export function Face({ name, url }: { name: string; url: string | null | undefined }): JSX.Element {
  const address = safeMedia(url);
  return (
    <span class="face" aria-hidden="true">
      {address === undefined ? (name.trim().match(/^./u)?.[0] ?? '?').toUpperCase() : <img src={address} alt="" />}
    </span>
  ); // prettier-ignore
}

/** Those who answer; the inbox where nobody does. */
export function Faces({ limit }: { limit: number }): JSX.Element {
  const shown = members.value.slice(0, limit);
  return (
    <span class="faces">
      {shown.length === 0 || (limit === 1 && channel.avatarUrl !== '') ? (
        <Face name={channel.websiteName} url={channel.avatarUrl} />
      ) : (
        shown.map(({ id, name, avatar_url }) => <Face key={id} name={name} url={avatar_url} />)
      )}
    </span>
  );
}
