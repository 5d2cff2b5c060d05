import { useSignal, type Signal } from '@preact/signals';
import { channel, maxMegabytes } from '../globals.ts';
import { put } from '../outbox.ts';
import { isEnded, startsAnew, trouble, wishes } from '../state.ts';
import { fill, words } from '../words/words.ts';

const DOCUMENTS =
  '.csv,.txt,.rtf,.json,.pdf,.zip,.7z,.rar,.tar,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt';
export const ACCEPTED = `image/*,video/*,audio/*,${DOCUMENTS}`;

/** Whether files can be sent: as the website wants it, else as the inbox has it. */
export const takesFiles = (): boolean =>
  // A conversation starts with a text.
  !startsAnew.value &&
  (wishes.value.enableFileUpload ?? channel.enabledFeatures.includes('attachments'));

const isAccepted = ({ name, type }: File): boolean =>
  /^(image|video|audio)\//.test(type) ||
  DOCUMENTS.split(',').some((end) => name.toLowerCase().endsWith(end));

/** Sends the files, and says of the others why not. */
export function putFiles(files: Iterable<File> | null | undefined): void {
  for (const file of files ?? []) {
    const { name, size } = file;
    if (size > maxMegabytes * 1024 * 1024) {
      trouble.value = fill(words.peek().tooLarge, { name, limit: maxMegabytes });
    } else if (!isAccepted(file)) trouble.value = words.peek().wrongType;
    else put({ file });
  }
}

interface Dropping {
  isOver: Signal<boolean>;
  handlers: Record<string, (event: DragEvent) => void>;
}

/** Files can be dropped onto the conversation. */
export function useDrop(): Dropping {
  const isOver = useSignal(false);
  const bringsFiles = ({ dataTransfer }: DragEvent): boolean =>
    takesFiles() && !isEnded.value && dataTransfer?.types.includes('Files') === true;
  return {
    isOver,
    handlers: {
      onDragOver(event) {
        if (!bringsFiles(event)) return;
        event.preventDefault();
        isOver.value = true;
      },
      onDragLeave() {
        isOver.value = false;
      },
      onDrop(event) {
        if (!bringsFiles(event)) return;
        event.preventDefault();
        isOver.value = false;
        putFiles(event.dataTransfer?.files);
      },
    },
  };
}
