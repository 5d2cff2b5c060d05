import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { inboxesQuery } from '../../account-data.ts';
import { messagesOf, messagesQuery, type Conversation } from '../conversation-data.ts';
import { recipientsOf, wrongAddress, type Recipients } from './recipients.ts';

/** Whom a mail goes to: as its writer has said, or else as the last one suggests. Nothing in other channels. */
export function useRecipients(
  account: number,
  { id, inbox_id, meta }: Conversation,
  chosen: Recipients | undefined,
) {
  const isMail = meta.channel === 'Channel::Email';
  const inboxes = useQuery({ ...inboxesQuery(account), enabled: isMail }).data;
  const messages = useInfiniteQuery({ ...messagesQuery(account, id), enabled: isMail }).data;
  const contact = meta.sender.email ?? null;
  const inbox = inboxes?.find((each) => each.id === inbox_id)?.email ?? null;
  if (!isMail) return { isMail, shown: undefined, problem: undefined, sent: {} };
  const shown = chosen ?? recipientsOf(messages ? messagesOf(messages) : [], { contact, inbox });
  const problem = [shown.to, shown.cc, shown.bcc].map(wrongAddress).find((each) => each !== undefined); // prettier-ignore
  return {
    isMail,
    shown,
    /** The first of them that is no address. */
    problem,
    sent: {
      cc_emails: shown.cc,
      bcc_emails: shown.bcc,
      // The customer alone is whom a reply goes to anyway.
      ...(shown.to === contact ? {} : { to_emails: shown.to }),
    },
  };
}
