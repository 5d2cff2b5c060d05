import { mock } from 'node:test';
import { layNetwork } from './network.ts';

/** What a browser has and Node has not, as far as the code that is driven here looks for it. */
export const network = layNetwork();

let drawing: (() => void)[] = [];
/** Draws a picture: whatever waited for one is done. */
export const draw = (): void => {
  for (const work of drawing.splice(0)) work();
};
/** Time for nothing but what is drawn: each piece of work fills a breath. */
export const clock = { now: () => 0, soon: (work: () => void) => void drawing.push(work) };
export const forgetDrawing = (): void => void (drawing = []);

/** What was promised is done, as far as it can be without time or the network. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export async function wait(milliseconds: number): Promise<void> {
  mock.timers.tick(milliseconds);
  await settle();
}

/** Puts the browser in place; before anything of the console is loaded. */
export function becomePage(): void {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_700_000_000_000 });
  Math.random = () => 0.5;
  // One of Node's own would keep the program from ending.
  Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  Object.assign(globalThis, {
    location: { origin: 'http://127.0.0.1', pathname: '/app' },
    localStorage: { getItem: () => null },
    document: { hidden: false, hasFocus: () => true, addEventListener: () => {} },
    addEventListener: () => {},
    reportError: (error: unknown) => {
      throw error;
    },
    fetch: network.fetch,
    XMLHttpRequest: network.Sending,
  });
}
