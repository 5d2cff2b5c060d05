import type { Reporter } from 'knip';

/** Says how many files knip has looked at, which its own reporters keep to themselves. */
const count: Reporter = ({ counters }) => {
  console.log(`knip read ${counters.processed} files`);
};

export default count;
