import { SingleBar } from 'cli-progress';

/** Tells whoever waits how far it is. */
export interface Progress {
  begin(kind: string, total: number): void;
  advance(count: number): void;
  end(): void;
}

/** A bar for people who watch, and lines for a log, at most one in five seconds. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bars(stream) : lines((line) => stream.write(`${line}\n`));
}

function bars(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | undefined;
  return {
    begin(kind, total) {
      bar = undefined;
      if (total === 0) return;
      bar = new SingleBar({
        stream,
        format: `${kind.padEnd(28)} {bar} {value} of {total}`,
        barsize: 30,
        hideCursor: true,
      });
      bar.start(total, 0);
    },
    advance: (count) => bar?.increment(count),
    end: () => bar?.stop(),
  };
}

function lines(print: (line: string) => void): Progress {
  let [kind, total, done, printed] = ['', 0, 0, 0];
  return {
    begin(name, count) {
      [kind, total, done, printed] = [name, count, 0, performance.now()];
    },
    advance(count) {
      done += count;
      if (performance.now() - printed < 5000) return;
      printed = performance.now();
      print(`${kind}: ${done} of ${total}`);
    },
    end: () => total > 0 && print(`${kind}: ${done} of ${total}`),
  };
}
