import { Type } from 'typebox';
import { Line, Nullable, OneOf } from '../http/schema.ts';

const settings = {
  role: Type.Optional(OneOf(['agent', 'administrator'], { description: 'Role. Default agent.' })),
  availability: Type.Optional(
    OneOf(['online', 'offline', 'busy'], {
      description: 'As what they are shown. Default online.',
    }),
  ),
  auto_offline: Type.Optional(
    Type.Boolean({ description: 'Offline while not connected. Default true.' }),
  ),
  custom_role_id: Type.Optional(
    Nullable(Type.Integer(), {
      description: 'Custom role of an agent; null takes it away, absent leaves it.',
    }),
  ),
};

export const NewAgent = Type.Object({
  name: Type.Optional(Line({ description: 'Full name.', examples: ['Ada Lovelace'] })),
  email: Type.Optional(
    Line({ description: 'E-mail address.', examples: ['ada@acme.example.com'] }),
  ),
  ...settings,
});

export const AgentChanges = Type.Object({
  name: Type.Optional(Line({ description: 'Full name.', examples: ['Ada Lovelace'] })),
  ...settings,
});

export const NewAgents = Type.Object({
  emails: Type.Optional(
    Type.Array(Type.String({ maxLength: 255 }), {
      description: 'E-mail addresses; what is none of a new member is left out.',
      examples: [['ben@acme.example.com']],
      maxItems: 500,
    }),
  ),
});
