import { usePreferences } from '../../preferences.ts';

/** How an agent writes. */
export function useWritingPreferences(channel: string) {
  const { me, settings, change } = usePreferences();
  const signatureKey = `${channel.toLowerCase().replace('::', '_')}_signature_enabled`;
  const signature = me?.message_signature?.trim() ?? '';
  // Mails are signed unless somebody says otherwise, chats when somebody says so.
  const wanted = settings[signatureKey] ?? channel === 'Channel::Email';
  const isSigned = signature !== '' && wanted === true;
  const enterSends = settings['editor_message_key'] === 'enter';
  return {
    me,
    /** Empty when there is none. */
    signature,
    isSigned,
    enterSends,
    setSigned: (on: boolean): void => change({ [signatureKey]: on }),
    setEnterSends: (on: boolean): void =>
      change({ editor_message_key: on ? 'enter' : 'cmd_enter' }),
  };
}

/** A reply with the signature of its writer below. */
export const signed = (text: string, signature: string): string =>
  signature === '' || text === '' ? text : `${text}\n\n--\n${signature}`;
