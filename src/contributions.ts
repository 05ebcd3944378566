import { filesContribution } from './files/contribution';
import { remotesContribution } from './remotes/contribution';
import { instancesContribution } from './resources/instances/contribution';
import type { Contribution } from './shell/contributions';
import { viewContribution } from './shell/viewContribution';
import { terminalContribution } from './terminal/contribution';

/** PURE: everything that stands in package.json's `contributes`, by feature, in the order in which it is shown. */
export const contributions: readonly Contribution[] = [
  viewContribution,
  remotesContribution,
  instancesContribution,
  filesContribution,
  terminalContribution,
];
