import { invalidFields } from '../errors.ts';

const MIN = 6;
const MAX = 128;

/** Whether a text is short enough to be somebody's password; what is longer need not be hashed. */
export const isPossible = (password: string): boolean =>
  password.length <= 2 * MAX && Array.from(password).length <= MAX;

const kinds: [RegExp, string][] = [
  [/\p{Lu}/u, 'uppercase'],
  [/\p{Ll}/u, 'lowercase'],
  [/\p{Nd}/u, 'number'],
  [/[\p{P}\p{S}]/u, 'special'],
];

/** What is wrong with a password that somebody chooses (contract: platform §1.2), by attribute. */
export function passwordProblems(password: string, confirmation?: string): [string, string][] {
  const problems: [string, string][] = [];
  const length = Array.from(password).length;
  if (password === '') problems.push(['password', "can't be blank"]);
  if (confirmation !== undefined && confirmation !== password) {
    problems.push(['password_confirmation', "doesn't match Password"]);
  }
  if (password === '') return problems;
  if (length < MIN) problems.push(['password', `is too short (minimum is ${MIN} characters)`]);
  if (length > MAX) problems.push(['password', `is too long (maximum is ${MAX} characters)`]);
  for (const [has, kind] of kinds) {
    if (!has.test(password)) {
      problems.push(['password', `must contain at least 1 ${kind} character`]);
    }
  }
  return problems;
}

/** Throws 422 that names everything that is wrong with it. */
export function checkNewPassword(password: string, confirmation?: string): void {
  const problems = passwordProblems(password, confirmation);
  if (problems.length > 0) throw invalidFields(problems);
}
