import type { JSX } from 'preact';
import { availability } from '../availability.ts';
import { brand, channel } from '../globals.ts';
import { openChat } from '../leave.ts';
import { safeLink } from '../links.ts';
import { conversation, isEnded, loading, messages, wishes } from '../state.ts';
import { words } from '../words/words.ts';
import { Face, Faces } from './faces.tsx';
import { wantsForm } from './form.tsx';
import { Closer } from './header.tsx';
import { Icon } from './icons.tsx';
import { Link } from '../markdown.tsx';

/** The welcome: who is there, and the way into the conversation. */
export function Home(): JSX.Element {
  const { hello, tagline, start, goOn } = words.value;
  const { welcomeTitle, welcomeDescription } = wishes.value;
  const { isAvailable, title, detail } = availability.value;
  const hasConversation = conversation.value !== undefined && messages.value.length > 0;
  const isReady = loading.value === 'ready';
  return (
    <>
      <header class="welcome">
        <div class="row">
          {safeLink(channel.avatarUrl) === undefined ? <span class="name">{channel.websiteName}</span> : <Face name={channel.websiteName} url={channel.avatarUrl} />}
          <span class="grow" />
          <Closer />
        </div>
        <h1 dir="auto">{welcomeTitle || channel.welcomeTitle || hello}</h1>
        <p dir="auto">{welcomeDescription || channel.welcomeTagline || tagline}</p>
      </header>
      <main class="home" aria-busy={!isReady}>
        <section class="card">
          <div class="row">
            <div class="grow">
              <h2 class={isAvailable ? 'present' : 'absent'}>{title}</h2>
              {detail !== '' && <p dir="auto">{detail}</p>}
            </div>
            <Faces limit={3} />
          </div>
          <button type="button" class="primary wide" disabled={!isReady} onClick={() => openChat(wantsForm())} data-focus>
            {hasConversation && !isEnded.value ? goOn : start}
            <Icon name="arrow" />
          </button>
        </section>
      </main>
      <Branding />
    </>
  ); // prettier-ignore
}

function Branding(): JSX.Element | null {
  if (channel.disableBranding || brand.name === '') return null;
  const [before, after] = words.value.poweredBy.split('{name}');
  return (
    <footer class="branding">
      {before}
      <Link href={brand.url}>{brand.name}</Link>
      {after}
    </footer>
  );
}
