export { InboxesPage } from './inboxes.tsx';
export { InboxPage } from './inbox.tsx';
export { NewInboxPage } from './new-inbox.tsx';
