/** The groups of the reference, in its order. */
export const tags: { name: string; description: string }[] = [
  {
    name: 'Sessions',
    description: 'Signing in with e-mail and password. Programs use an access token instead.',
  },
  { name: 'Profile', description: 'The person whose token or session it is.' },
  {
    name: 'Conversations',
    description:
      'Threads between your team and a customer. A conversation belongs to an inbox; `id` is its number within the account (`display_id`).',
  },
  {
    name: 'Messages',
    description: 'What was written in a conversation: messages, private notes, activity lines.',
  },
  { name: 'Attachments', description: 'Files of a conversation, and files on their way into one.' },
  { name: 'Labels', description: 'Words that a conversation is sorted by.' },
  { name: 'Assignments', description: 'Who answers: an agent, a bot, a team.' },
  { name: 'Participants', description: 'Agents who follow a conversation beside its assignee.' },
  { name: 'Drafts', description: 'An answer that is not sent yet, shared by the team.' },
  { name: 'Bulk actions', description: 'One change to many conversations.' },
  {
    name: 'Files',
    description:
      'The files themselves. Their addresses carry an unguessable token and need no credentials.',
  },
  { name: 'Server', description: 'For monitors, load balancers and tools.' },
];
