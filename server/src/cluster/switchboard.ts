import type { Child } from './child-process.ts';
import type { Report } from './messages.ts';

/** Milliseconds that a process has to say what it measures. */
const PATIENCE = 2000;

interface Question {
  from: Child;
  waitsFor: Set<Child>;
  texts: string[];
  late: NodeJS.Timeout;
}

/** Passes on what the processes want to know of each other. */
export function openSwitchboard(children: () => Child[]) {
  const questions = new Map<number, Question>();
  let last = 0;
  const others = (from: Child): Child[] => children().filter((child) => child !== from);

  const finish = (number: number): void => {
    const question = questions.get(number);
    if (question === undefined) return;
    questions.delete(number);
    clearTimeout(question.late);
    question.from.say({ type: 'measured', texts: question.texts });
  };
  const ask = (from: Child): void => {
    const number = (last += 1);
    const waitsFor = new Set(others(from));
    const late = setTimeout(() => finish(number), PATIENCE);
    questions.set(number, { from, waitsFor, texts: [], late });
    for (const child of waitsFor) child.say({ type: 'measure', question: number });
    if (waitsFor.size === 0) finish(number);
  };
  return {
    take(report: Report, from: Child): void {
      if (report.type === 'collect') ask(from);
      if (report.type === 'counted') for (const child of others(from)) child.say(report);
      if (report.type === 'measured') {
        const question = questions.get(report.question);
        if (question?.waitsFor.delete(from) !== true) return;
        question.texts.push(report.text);
        if (question.waitsFor.size === 0) finish(report.question);
      }
    },
  };
}
