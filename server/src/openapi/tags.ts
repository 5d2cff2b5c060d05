/** The groups of the reference in its order, by what somebody wants to do. */
export const tagGroups: { name: string; tags: { name: string; description: string }[] }[] = [
  {
    name: 'Work',
    tags: [
      {
        name: 'Conversations',
        description:
          'Threads between your team and a customer. A conversation belongs to an inbox; `id` is its number within the account (`display_id`).',
      },
      {
        name: 'Messages',
        description: 'What was written in a conversation: messages, private notes, activity lines.',
      },
      {
        name: 'Attachments',
        description: 'Files of a conversation, and files on their way into one.',
      },
      { name: 'Assignments', description: 'Who answers: an agent, a bot, a team.' },
      {
        name: 'Participants',
        description: 'Agents who follow a conversation beside its assignee.',
      },
      { name: 'Drafts', description: 'An answer that is not sent yet, shared by the team.' },
      {
        name: 'Scheduled messages',
        description: 'Messages that are sent later, and what became of them.',
      },
      { name: 'Labels', description: 'Words that conversations and contacts are sorted by.' },
      { name: 'Bulk actions', description: 'One change to many conversations or contacts.' },
      {
        name: 'Contacts',
        description:
          'The customers who write to you: their details, notes, labels and conversations; import and export.',
      },
      {
        name: 'Changes',
        description: 'What happens in the account, in order, for programs that keep a copy.',
      },
      { name: 'Search', description: 'One text in conversations, contacts and messages.' },
    ],
  },
  {
    name: 'Tools of the team',
    tags: [
      {
        name: 'Canned responses',
        description: 'Prepared answers that agents insert by a short code.',
      },
      { name: 'Macros', description: 'Actions that an agent does to conversations at once.' },
      {
        name: 'Automation rules',
        description: 'What is done by itself when something happens in a conversation.',
      },
      {
        name: 'Custom filters',
        description: 'Saved views: your own, and those shared with everybody.',
      },
      {
        name: 'Custom attributes',
        description: 'What your team keeps about conversations and contacts beyond the usual.',
      },
      { name: 'Dashboard apps', description: 'Pages of other systems beside a conversation.' },
    ],
  },
  {
    name: 'People',
    tags: [
      {
        name: 'Sessions',
        description:
          'Signing in and out, new passwords, signing up. Programs use an access token instead.',
      },
      {
        name: 'Profile',
        description:
          'The person whose token or session it is: name, password, second factor, sessions.',
      },
      { name: 'Notifications', description: 'What you are told of, and how you want to be told.' },
      { name: 'Agents', description: 'The members of the account: agents and administrators.' },
      { name: 'Teams', description: 'Groups of agents that conversations are given to.' },
      {
        name: 'Custom roles',
        description: 'What agents who hold one may see and do; only administrators make them.',
      },
    ],
  },
  {
    name: 'Set up',
    tags: [
      {
        name: 'Account',
        description: 'The account itself, its settings, and what its clients may keep a copy of.',
      },
      { name: 'Inboxes', description: 'Where conversations come from, and who works in them.' },
      {
        name: 'Agent bots',
        description: 'Programs that answer first, or do some of the work of agents.',
      },
      { name: 'Webhooks', description: 'Where the events of an account are sent.' },
      { name: 'Integrations', description: 'Other services that an account is connected to.' },
      {
        name: 'Service keys',
        description:
          'What programs act with: limited to reading, to some inboxes, to a time. A key works as an agent.',
      },
      { name: 'Audit log', description: 'Who changed what about the account.' },
    ],
  },
  {
    name: 'Numbers',
    tags: [
      {
        name: 'Reports',
        description:
          'Numbers about the work, and what each is made of. What happened goes on counting when the conversation is deleted or the agent has left.',
      },
      {
        name: 'Surveys',
        description:
          'What customers were asked after a conversation, and how they found the help they got.',
      },
    ],
  },
  {
    name: 'Other callers',
    tags: [
      {
        name: 'Client API',
        description:
          'For customers, through an API inbox. Who calls is known by the path: the identifier of the inbox, and the customer’s own id in it. Pages of any origin may call it.',
      },
      {
        name: 'Website widget',
        description:
          'For the window of a website inbox and its visitors. Who calls is known by the `website_token`, and by the `auth_token` that `/config` gives. Pages of any origin may call it.',
      },
      {
        name: 'Platform API',
        description:
          'For programs of the operator that set up accounts and people: `confab platform-app create` makes one. An app may touch what it made, and what it was given.',
      },
    ],
  },
  {
    name: 'Server',
    tags: [
      {
        name: 'Files',
        description:
          'The files themselves. Their addresses carry an unguessable token and need no credentials.',
      },
      { name: 'Console', description: 'The pages where the team answers, and what they load.' },
      { name: 'Server', description: 'For monitors, load balancers and tools.' },
    ],
  },
];

export const tags = tagGroups.flatMap((group) => group.tags);
