// What is a file of its own in the extension: loaded when somebody first asks what a key means.
export { checkKeys } from './checkKeys';
export { ownSchema } from './ownSchema';
export { sampleOf } from './samples';
export { serverSchema } from './serverSchema';
