/** Hertz; two tones, one after the other, like a small bell. */
const TONES = [880, 1174.7];
const LENGTH = 0.16;

let context: AudioContext | undefined;

/** Rings. Browsers are silent until somebody has pressed something in the page, and so is this. */
export function ring(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => {});
  const { destination, currentTime } = context;
  for (const [index, tone] of TONES.entries()) {
    const begins = currentTime + index * LENGTH;
    const source = new OscillatorNode(context, { type: 'sine', frequency: tone });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, begins);
    loudness.gain.linearRampToValueAtTime(0.12, begins + 0.01);
    loudness.gain.exponentialRampToValueAtTime(0.001, begins + LENGTH * 1.6);
    source.connect(loudness).connect(destination);
    source.start(begins);
    source.stop(begins + LENGTH * 2);
  }
}
