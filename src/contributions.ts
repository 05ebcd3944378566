import { apiRequestContribution } from './apiRequest/contribution';
import { eventStreamContribution } from './eventStream/contribution';
import { filesContribution } from './files/contribution';
import { remotesContribution } from './remotes/contribution';
import { certificatesContribution } from './resources/certificates/contribution';
import { identitiesContribution } from './resources/identities/contribution';
import { imagesContribution } from './resources/images/contribution';
import { instancesContribution } from './resources/instances/contribution';
import { operationsContribution } from './resources/operations/contribution';
import type { Contribution } from './shell/contributions';
import { viewContribution } from './shell/viewContribution';
import { terminalContribution } from './terminal/contribution';

/** PURE: everything that stands in package.json's `contributes`, by feature, in the order in which it is shown. */
export const contributions: readonly Contribution[] = [
  viewContribution,
  remotesContribution,
  instancesContribution,
  certificatesContribution,
  identitiesContribution,
  imagesContribution,
  operationsContribution,
  filesContribution,
  terminalContribution,
  apiRequestContribution,
  eventStreamContribution,
];
