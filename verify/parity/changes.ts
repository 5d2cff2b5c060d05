import type { Random } from '../random.ts';
import type { Member, Stage } from './stage.ts';

const PERMISSIONS = [
  'conversation_manage', 'conversation_unassigned_manage', 'conversation_participating_manage',
  'contact_manage', 'report_manage',
]; // prettier-ignore

type Change = (member: Member, stage: Stage, random: Random) => Promise<void>;

const toggleInbox: Change = async ({ id, standing: { inboxes } }, { admin, desk }, random) => {
  const inbox_id = random.pick(desk.inboxes);
  const isLeaving = inboxes.delete(inbox_id);
  if (!isLeaving) inboxes.add(inbox_id);
  const body = { inbox_id, user_ids: [id] };
  await admin.insist('inbox_members', body, isLeaving ? 'DELETE' : 'POST');
};

const toggleTeam: Change = async ({ id, standing: { teams } }, { admin, ...stage }, random) => {
  const team = random.pick(stage.teams);
  const isLeaving = teams.delete(team);
  if (!isLeaving) teams.add(team);
  const path = `teams/${team}/team_members`;
  await admin.insist(path, { user_ids: [id] }, isLeaving ? 'DELETE' : 'POST');
};

const changeRole: Change = async ({ id, standing }, { admin, roles }, random) => {
  standing.role = random.chance(0.2) ? 'administrator' : 'agent';
  const isPlain = standing.role === 'administrator' || random.chance(0.3);
  standing.custom_role_id = isPlain ? null : random.pick([...roles.keys()]);
  const { role, custom_role_id } = standing;
  const answer = await admin.call('PATCH', `agents/${id}`, { role, custom_role_id });
  if (answer.status !== 200) throw new Error(`the role was refused: ${answer.status}`);
};

/** Takes somebody out of the account. */
export const remove = async ({ id, standing }: Member, { admin }: Stage): Promise<void> => {
  await admin.insist(`agents/${id}`, {}, 'DELETE');
  standing.isMember = false;
  standing.inboxes.clear();
  standing.teams.clear();
};

/** Takes them in again, as an agent of no inbox. */
export const welcome = async ({ name, standing }: Member, { admin }: Stage): Promise<void> => {
  const email = `${name.replace(' ', '')}@desk.example.com`;
  await admin.insist('agents', { name, email, role: 'agent' });
  Object.assign(standing, { isMember: true, role: 'agent', custom_role_id: null });
};

async function changeSomebody(member: Member, stage: Stage, random: Random): Promise<void> {
  if (!member.standing.isMember) return welcome(member, stage);
  const what = random.next();
  if (what < 0.02) return remove(member, stage);
  const change = what < 0.5 ? toggleInbox : what < 0.75 ? toggleTeam : changeRole;
  return change(member, stage, random);
}

async function changeWhatRolesAllow({ admin, roles }: Stage, random: Random): Promise<void> {
  const id = random.pick([...roles.keys()]);
  const permissions = PERMISSIONS.filter(() => random.chance(0.35));
  const answer = await admin.call('PATCH', `custom_roles/${id}`, { permissions });
  if (answer.status !== 200) throw new Error(`what a role allows was refused: ${answer.status}`);
  roles.set(id, permissions);
}

/** What becomes of it is read from the rows: who is not of the inbox, for one, is not assigned. */
async function moveConversation(number: number, stage: Stage, random: Random): Promise<void> {
  const { admin, teams, agents } = stage;
  const path = `conversations/${number}`;
  const somebody = random.pick(agents).id;
  const what = random.next();
  const call = async (where: string, body: object, method = 'POST'): Promise<void> => {
    const { status } = await admin.call(method, `${path}/${where}`, body);
    if (status >= 500) throw new Error(`${method} ${where} was answered with ${status}`);
  };
  if (what < 0.25) return call('assignments', { assignee_id: null });
  if (what < 0.55) return call('assignments', { assignee_id: somebody });
  if (what < 0.75) return call('assignments', { team_id: random.pick([...teams, 0]) });
  return call('participants', { user_ids: [somebody] }, random.chance(0.6) ? 'POST' : 'DELETE');
}

/** Changes everybody a few times, some conversations and a role. Returns how many changes that was. */
export async function changeAtOnce(stage: Stage, random: Random, numbers: readonly number[]): Promise<number> {
  const some = async (member: Member): Promise<number> => {
    const times = random.between(2, 4);
    for (let time = 0; time < times; time += 1) await changeSomebody(member, stage, random);
    return times;
  };
  const moved = numbers.filter(() => random.chance(0.4));
  const [times] = await Promise.all([
    Promise.all(stage.agents.map(some)),
    Promise.all(moved.map(async (number) => moveConversation(number, stage, random))),
    changeWhatRolesAllow(stage, random),
  ]);
  return times.reduce((sum, each) => sum + each, 0) + moved.length + 1;
} // prettier-ignore
