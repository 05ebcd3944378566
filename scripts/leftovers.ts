// What killed runs have left on this machine. `node scripts/bootstrap.mjs leftovers`; the next run removes it.
import { staleLeftovers } from './lib/leftovers';

const left = staleLeftovers();
for (const line of left) console.log(line);
if (left.length === 0) console.log('Nothing is left.');
process.exit(left.length === 0 ? 0 : 1);
