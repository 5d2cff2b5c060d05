import { render } from 'preact';
import { followSession } from './cable.ts';
import { channel } from './globals.ts';
import { hasHost, hear, isInApp, say, sayToApp } from './host.ts';
import { begin, obey } from './obey.ts';
import { watchUnread } from './seen.ts';
import { App } from './views/app.tsx';
import './style/base.css';
import './style/chat.css';
import './style/asks.css';

const root = document.getElementById('app');
if (root !== null) {
  root.replaceChildren();
  render(<App />, root);
}
hear(obey);
const config = { authToken: window.authToken, channelConfig: channel };
say('loaded', { config });
if (isInApp()) sayToApp('loaded', { config });
followSession();
watchUnread();
// A website or the window that opened us says how to begin, in its answer.
if (!hasHost) begin();
