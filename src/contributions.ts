import { apiRequestContribution } from './apiRequest/contribution';
import { eventStreamContribution } from './eventStream/contribution';
import { documentsContribution } from './documents/contribution';
import { filesContribution } from './files/menusContribution';
import { goToContribution } from './goTo/contribution';
import { kindsContribution } from './kinds/kindContribution';
import { quickEditsContribution } from './quickEdits/menusContribution';
import { remotesContribution } from './remotes/menusContribution';
import { certificatesContribution } from './resources/certificates/contribution';
import { identitiesContribution } from './resources/identities/contribution';
import { imagesContribution } from './resources/images/contribution';
import { imageFlowsContribution } from './resources/images/flowMenusContribution';
import { instancesContribution } from './resources/instances/menusContribution';
import { instanceFlowsContribution } from './resources/instances/flowMenusContribution';
import { kindData } from './resources/kindsContribution';
import { operationsContribution } from './resources/operations/contribution';
import type { Contribution } from './shell/contributions';
import { viewContribution } from './shell/viewContribution';
import { terminalContribution } from './terminal/contribution';

/** PURE: everything that stands in package.json's `contributes`, by feature, in the order in which it is shown. */
export const contributions: readonly Contribution[] = [
  viewContribution,
  goToContribution,
  remotesContribution,
  instancesContribution,
  instanceFlowsContribution,
  certificatesContribution,
  identitiesContribution,
  imagesContribution,
  imageFlowsContribution,
  operationsContribution,
  filesContribution,
  terminalContribution,
  kindsContribution(kindData),
  documentsContribution(kindData),
  quickEditsContribution,
  apiRequestContribution,
  eventStreamContribution,
];
