import { shown, type Write } from './history.ts';

/** What is there at the end, against what everybody was told. */
export interface SetFindings {
  /** Acknowledged and not there, though nobody may have deleted it. */
  lost: string[];
  /** There more than once. */
  doubled: string[];
  /** There although it was refused, or its deletion acknowledged. */
  revived: string[];
  /** There although nobody asked for it. */
  invented: string[];
}

export function checkSet(writes: readonly Write[], final: readonly string[]): SetFindings {
  const counts = new Map<string, number>();
  for (const key of final) counts.set(key, (counts.get(key) ?? 0) + 1);
  const byKey = Map.groupBy(writes, ({ key }) => key);
  const findings: SetFindings = { lost: [], doubled: [], revived: [], invented: [] };
  for (const [key, count] of counts) {
    if (count > 1) findings.doubled.push(`${key} is there ${count} times`);
    const created = byKey.get(key)?.filter(({ kind }) => kind === 'create') ?? [];
    if (created.length === 0) findings.invented.push(key);
  }
  for (const [key, ofKey] of byKey) {
    const there = counts.has(key);
    const having = (kind: Write['kind'], ...outcomes: Write['outcome'][]): Write | undefined =>
      ofKey.find((each) => each.kind === kind && outcomes.includes(each.outcome));
    const [made, maybe] = [having('create', 'ok'), having('create', 'info')];
    const [gone, maybeGone] = [having('delete', 'ok'), having('delete', 'info')];
    if (made && !there && !gone && !maybeGone) findings.lost.push(shown(made));
    if (there && gone) findings.revived.push(shown(gone));
    const refused = having('create', 'fail');
    if (there && refused && !made && !maybe) findings.revived.push(shown(refused));
  }
  return findings;
}
