import assert from 'node:assert/strict';
import type { Answer, Caller, World } from './world.ts';

type Body = Answer['body'];

/** Conversations with Mia, and what is said in them. */
export function talksOf(world: World) {
  const { ada, ben } = world;
  const say = async (
    id: number,
    content: string,
    more: object = {},
    caller: Caller = ben,
  ): Promise<number> => {
    const { status, body, text } = await caller.post(`/conversations/${id}/messages`, {
      content,
      ...more,
    });
    assert.equal(status, 200, text);
    return body.id;
  };
  const page = async (id: number): Promise<Body[]> =>
    (await ada.get(`/conversations/${id}/messages?per_page=100`)).body.payload;
  return {
    talk: async (input: object = {}): Promise<number> =>
      (await world.conversation({ ...input })).id,
    show: async (id: number): Promise<Body> => (await ada.get(`/conversations/${id}`)).body,
    say,
    /** The customer says it. */
    hear: async (id: number, content: string): Promise<number> =>
      say(id, content, { message_type: 'incoming' }, ada),
    page,
    /** The page without lines about changes. */
    said: async (id: number): Promise<Body[]> =>
      (await page(id)).filter(({ message_type }) => message_type !== 2),
  };
}
