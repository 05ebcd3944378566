import { layers, runLayers } from './lib/layers.js';

const args = process.argv.slice(2);
const names = args.filter((name) => name in layers);
const rest = args.filter((name) => !(name in layers));
runLayers(names, rest).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
