import { computed } from '@preact/signals';
import { channel } from './globals.ts';
import { clockIn, isWorking, minutesUntilWork } from './hours.ts';
import { members, wishes } from './state.ts';
import { dateLocale, fill, words } from './words/words.ts';

interface Availability {
  isAvailable: boolean;
  title: string;
  detail: string;
}

const isWithinHours = (now: Date): boolean =>
  !channel.workingHoursEnabled || isWorking(channel.workingHours, clockIn(channel.timezone, now));

/** Whether somebody answers just now, and what to expect. */
export const availability = computed((): Availability => {
  const now = new Date();
  const { availableMessage, unavailableMessage } = wishes.value;
  const { online, away, ...all } = words.value;
  const isThere = members.value.some(({ availability_status }) => availability_status === 'online');
  if (isThere && isWithinHours(now)) {
    const soon = { in_a_few_minutes: all.in_a_few_minutes, in_a_few_hours: all.in_a_few_hours, in_a_day: all.in_a_day }; // prettier-ignore
    const detail = soon[channel.replyTime as keyof typeof soon] ?? all.in_a_few_minutes;
    return { isAvailable: true, title: availableMessage || online, detail };
  }
  const detail = isWithinHours(now) ? '' : channel.outOfOfficeMessage || backAt(now);
  return { isAvailable: false, title: unavailableMessage || away, detail };
});

function backAt(now: Date): string {
  const clock = clockIn(channel.timezone, now);
  const minutes = minutesUntilWork(channel.workingHours, clock);
  if (minutes === undefined) return '';
  const then = new Date(now.getTime() + minutes * 60_000);
  const time = then.toLocaleTimeString(dateLocale.value, { hour: 'numeric', minute: '2-digit' });
  // The visitor's own days, whose clock they have before their eyes.
  const ahead = Math.round((midnight(then) - midnight(now)) / 86_400_000);
  const { backToday, backTomorrow, backOn, backAt: back } = words.value;
  const day = then.toLocaleDateString(dateLocale.value, { weekday: 'long' });
  const when = ahead === 0 ? backToday : ahead === 1 ? backTomorrow : backOn;
  return fill(back, { when: fill(when, { time, day }) });
}

const midnight = (at: Date): number => new Date(at).setHours(0, 0, 0, 0);
