// Stands in for `undici` in the bundle: the connection pool and its request API, which is all that the client uses.
// The package's own index pulls in fetch, caches, websockets and mocks, 400 KB that would never run.
module.exports = { Agent: require('../../node_modules/undici/lib/dispatcher/agent.js') };
Object.assign(
  require('../../node_modules/undici/lib/dispatcher/dispatcher.js').prototype,
  require('../../node_modules/undici/lib/api/index.js'),
);
