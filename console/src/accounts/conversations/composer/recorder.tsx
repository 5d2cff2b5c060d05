import { Mic, Square, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../../../ui/button.tsx';
import { say } from '../../../ui/toast.tsx';
import { useComposerTexts } from './texts.ts';

/** Longer than anybody listens; the file would grow for ever if somebody forgot it. Seconds. */
const LONGEST = 15 * 60;

const kinds = [
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/mp4', 'm4a'],
  ['audio/ogg;codecs=opus', 'ogg'],
] as const;

/** Only where the browser lets a page hear: not without https. */
const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && navigator.mediaDevices?.getUserMedia !== undefined;

/** Records a voice message, which becomes a file of the reply. */
export function Recorder({ onRecorded }: { onRecorded: (file: File) => void }) {
  const t = useComposerTexts();
  const { seconds, start, stop } = useRecording(onRecorded);
  if (!canRecord()) return null;
  if (seconds === undefined) {
    return (
      <IconButton label={t('record')} onClick={() => void start()}>
        <Mic aria-hidden="true" className="size-4" />
      </IconButton>
    );
  }
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <span className="flex items-center gap-1">
      <span role="status" className="flex items-center gap-1.5 px-1 text-xs text-danger">
        <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-danger" />
        <span className="sr-only">{t('recording')}</span>
        {/* Read out once, not every second. */}
        <span aria-hidden="true" className="tabular-nums">
          {time}
        </span>
      </span>
      <Button autoFocus className="h-7 px-2" onClick={() => stop(true)}>
        <Square aria-hidden="true" className="size-3 fill-current" />
        {t('stopRecording')}
      </Button>
      <IconButton label={t('discardRecording')} className="size-7" onClick={() => stop(false)}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </span>
  );
}

function useRecording(onRecorded: (file: File) => void) {
  const t = useComposerTexts();
  const [seconds, setSeconds] = useState<number>();
  const running = useRef<{ recorder: MediaRecorder; isKept: boolean }>(undefined);
  const stop = (isKept: boolean): void => {
    if (running.current === undefined) return;
    running.current.isKept = isKept;
    running.current.recorder.stop();
  };
  // Whoever leaves the conversation is not listened to any more.
  useEffect(() => () => stop(false), []);
  useEffect(() => {
    if (seconds === undefined) return;
    if (seconds >= LONGEST) return stop(true);
    const timer = setTimeout(() => setSeconds(seconds + 1), 1000);
    return () => clearTimeout(timer);
  }, [seconds]);
  const start = async (): Promise<void> => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const [mimeType, ending] = kinds.find(([each]) => MediaRecorder.isTypeSupported(each)) ?? kinds[0]; // prettier-ignore
      const recorder = new MediaRecorder(stream, { mimeType });
      const parts: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
      recorder.addEventListener('stop', () => {
        for (const track of stream.getTracks()) track.stop();
        if (running.current?.isKept === true) {
          onRecorded(new File(parts, `${t('voice')}.${ending}`, { type: mimeType.split(';')[0] ?? '' })); // prettier-ignore
        }
        running.current = undefined;
        setSeconds(undefined);
      });
      running.current = { recorder, isKept: false };
      recorder.start();
      setSeconds(0);
    } catch (error) {
      const isForbidden = error instanceof DOMException && error.name === 'NotAllowedError';
      say({ title: t(isForbidden ? 'microphoneForbidden' : 'noMicrophone'), kind: 'error' });
    }
  };
  return { seconds, start, stop };
}
