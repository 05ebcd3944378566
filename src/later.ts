// What is not needed to show the first rows. It is bundled apart (esbuild.js) and loaded when it is first used; the one
// barrel, because each import() of a file of its own would be two files more to read, its own and what it shares.
export { ApiRequests } from './apiRequest/feature';
export { contributions } from './contributions';
export { registerDocumentCommands } from './documents/commands';
export { documentTools } from './documents/tools';
export { EventStreams } from './eventStream/feature';
export { registerFileCommands } from './files/commands';
export { listProducts } from './client/simplestreams/listProducts';
export { openFilesPool } from './files/pool';
export { GoTo } from './goTo/feature';
export { registerKindCommands } from './kinds/commands';
export { apiCalls } from './publicApi/calls';
export { registerQuickEdits } from './quickEdits/feature';
export { openBearer } from './remotes/bearer';
export { registerRemoteCommands } from './remotes/commands';
export { registerCertificateCommands } from './resources/certificates/commands';
export { sourceOf } from './resources/images/imageSource';
export { aliased, publishRequest } from './resources/images/publishing';
export { offersOf } from './resources/images/offers';
export { importImage } from './resources/images/transfer/fromFiles';
export { registerImageFlows } from './resources/images/transfer/flows';
export { removeIdentities } from './resources/identities/remove';
export { registerInstanceCommands } from './resources/instances/commands';
export { registerInstanceFlows } from './resources/instances/flows';
export { InstanceTargets } from './resources/instances/targets';
export { LocalFiles } from './shell/localFiles';
export { reveal } from './shell/reveal';
export { Shells } from './terminal/shells';
