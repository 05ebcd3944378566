import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { everywhere } from './clusterRemote';
import { editAndBack, openDocument, query, saveWith } from './editing';
import { hostOfSuite } from './extensionHost';
import { QuickInputs } from './quickInputs';
import { Rows } from './rows';
import { type Verbs, doAll } from './verbs';

/** Kinds that kinds.test.ts leaves out, and those of a cluster. */
describe('every other kind of resource', () => {
  const host = hostOfSuite();

  everywhere(host, ({ target, remote, members, filled }) => {
    const isCluster = members.length > 0;
    const [, second = ''] = members;
    const pool = '/1.0/storage-pools/whole-one/volumes/custom';
    const at = isCluster ? `?target=${second}` : '';

    const verbs = (): Verbs[] => [
      {
        kind: 'imageAlias',
        parents: [filled().image],
        name: 'rest/new',
        // LXD takes 10 s for it, on a cluster too: seen once is enough.
        ...(isCluster ? {} : { renamed: 'rest-new2' }),
        path: (name) => `/1.0/images/aliases/${encodeURIComponent(name)}`,
      },
      {
        kind: 'volumeBackup',
        parents: ['whole-one', 'custom', 'two'],
        member: second,
        name: 'new',
        renamed: 'new2',
        plain: true,
        path: (name) => `${pool}/two/backups/${name}`,
      },
      ...(isCluster ? clusterVerbs() : bridgeVerbs()),
      ...(target.kind === 'incus' ? [integration] : []),
    ];
    const bridgeVerbs = (): Verbs[] => [
      {
        kind: 'forward',
        parents: [filled().bridges[0]],
        name: filled().forwards[0]?.replace(/\d+$/, '20') ?? '',
        path: (name) => `/1.0/networks/${filled().bridges[0]}/forwards/${name}`,
      },
    ];
    const clusterVerbs = (): Verbs[] => [
      {
        kind: 'clusterGroup',
        name: 'rest-new',
        renamed: 'rest-new2',
        path: (name) => `/1.0/cluster/groups/${name}`,
      },
      {
        // Not on the member that is asked.
        kind: 'volume',
        parents: ['whole-one'],
        type: 'custom',
        member: second,
        name: 'new',
        renamed: 'new2',
        choices: ['filesystem'],
        path: (name) => `${pool}/${name}${at}`,
      },
      {
        kind: 'volumeSnapshot',
        parents: ['whole-one', 'custom', 'two'],
        member: second,
        name: 'new',
        renamed: 'new2',
        path: (name) => `${pool}/two/snapshots/${name}${at}`,
      },
    ];
    const kinds = [
      ...['imageAlias', 'volumeBackup'],
      ...(isCluster ? ['clusterGroup', 'volume', 'volumeSnapshot'] : ['forward']),
      ...(target.kind === 'incus' ? ['networkIntegration'] : []),
    ];
    for (const kind of kinds)
      it(`${kind}: create, edit, rename, delete`, async () => {
        const found = verbs().find((each) => each.kind === kind);
        assert.ok(found);
        await doAll({ target, remote, dialogs: host.dialogs }, found);
      });

    it('certificate: edit, rename, remove', async () => {
      const [, fingerprint = ''] = filled().fingerprints;
      const ref = { remote, fingerprint };
      const path = `/1.0/certificates/${fingerprint}`;
      const before = (await query(target, path)) as Record<string, unknown>;
      const document = await openDocument('certificate', ref);
      // Its name is no field of the document: another command changes it.
      await saveWith(document, (text) => text.replace('restricted: false', 'restricted: true'), host.dialogs);
      assert.deepEqual(await query(target, path), { ...before, restricted: true });
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      host.dialogs.input = 'rest-renamed';
      await vscode.commands.executeCommand('lxd.certificate.rename', ref);
      assert.deepEqual(await query(target, path), { ...before, restricted: true, name: 'rest-renamed' });
      await vscode.commands.executeCommand('lxd.certificate.delete', ref);
      assert.ok(await query(target, path), 'removed without an answer');
      host.dialogs.answer = 'Remove';
      await vscode.commands.executeCommand('lxd.certificate.delete', ref);
      assert.deepEqual(host.dialogs.errors, []);
      assert.equal(await query(target, path), undefined);
      // What the filler made is there again for it to take back.
      const again = { type: 'client', name: 'whole-two', certificate: toDer(String(before['certificate'])) };
      await target.cli(['query', '-X', 'POST', '-d', JSON.stringify(again), '/1.0/certificates']);
    });

    if (!isCluster) return;

    it('member: edit, evacuate, restore, and its row says so', async () => {
      const rows = new Rows(host.view, remote);
      const ref = { remote, project: '', parents: [], parts: [second] };
      const path = `/1.0/cluster/members/${second}`;
      const change = (text: string) => text.replace(/^description: .*$/m, 'description: edited');
      await editAndBack({ target, dialogs: host.dialogs }, { kind: 'member', ref, path, change });
      for (const [verb, answer, status] of [
        ['evacuate', 'Evacuate', 'Evacuated'],
        ['restore', 'Restore', 'Online'],
      ] as const) {
        host.dialogs.answer = undefined;
        const before = await query(target, path);
        await vscode.commands.executeCommand(`lxd.member.${verb}`, ref);
        assert.deepEqual(await query(target, path), before, `${verb} without an answer`);
        host.dialogs.answer = answer;
        await vscode.commands.executeCommand(`lxd.member.${verb}`, ref);
        assert.deepEqual(host.dialogs.errors, []);
        assert.equal(((await query(target, path)) as { status: string }).status, status);
        await waitFor('its row', async () =>
          (await rows.below('Cluster', second)).row().context.includes(status.toLowerCase()),
        );
      }
    });

    it('member: its groups and its roles are chosen from a list', async () => {
      const ref = { remote, project: '', parents: [], parts: [second] };
      const now = async () =>
        (await query(target, `/1.0/cluster/members/${second}`)) as { groups: string[]; roles: string[] };
      const before = await now();
      const inputs = new QuickInputs();
      /** Changes what is checked in the list that a command shows. */
      const choose = async (
        what: 'groups' | 'roles',
        one: string,
        isWanted: boolean,
      ): Promise<readonly string[]> => {
        const done = vscode.commands.executeCommand(`lxd.member.${what}`, ref);
        const list = await inputs.asking(new RegExp(`^${what} of ${second}[^]*${one}`, 'i'));
        const others = list.selectedItems.filter(({ label }) => label !== one);
        const own = list.items.filter(({ label }) => label === one);
        list.selectedItems = isWanted ? [...others, ...own] : others;
        list.accept();
        await done;
        assert.deepEqual(host.dialogs.errors, []);
        return list.labels();
      };
      try {
        const isIn = before.groups.includes('whole-one');
        await choose('groups', 'whole-one', !isIn);
        assert.equal((await now()).groups.includes('whole-one'), !isIn);
        await choose('groups', 'whole-one', isIn);
        // Those of the database are the server's own.
        assert.deepEqual(await choose('roles', 'event-hub', true), ['event-hub', 'ovn-chassis']);
        assert.deepEqual((await now()).roles.sort(), [...before.roles, 'event-hub'].sort());
        await choose('roles', 'event-hub', false);
        assert.deepEqual(sorted(await now()), sorted(before));
      } finally {
        inputs.dispose();
      }
    });

    it('a volume is shown on the member that the server chose for it', async () => {
      const place = { remote, project: 'default', parents: ['whole-one'] };
      for (const member of members)
        await target
          .cli(['storage', 'volume', 'delete', 'whole-one', 'chosen', '--target', member])
          .catch(() => undefined); // there from a first try only
      const made = await vscode.commands.executeCommand<{ member: string }>('lxd.volume.create', {
        ...place,
        name: 'chosen',
        choices: ['filesystem'],
      });
      assert.deepEqual([host.dialogs.errors, host.dialogs.warnings], [[], []]);
      assert.ok(members.includes(made.member), made.member);
      await waitFor('it to be selected', () => host.view.view.selection[0]?.row().label === 'chosen');
      await target.cli(['storage', 'volume', 'delete', 'whole-one', 'chosen', '--target', made.member]);
    });

    it('a volume of a name that is on both members is shown where it is', async () => {
      for (const member of members) {
        const link = `/1.0/storage-pools/whole-one/volumes/custom/one?target=${member}`;
        const [row] = (await new Rows(host.view, remote).children(await usedBy())).filter(({ id }) =>
          id.includes(encodeURIComponent(link)),
        );
        assert.ok(row, link);
        await vscode.commands.executeCommand('lxd.resource.reveal', row);
        await waitFor('the volume to be selected', () => host.view.view.selection[0]?.row().label === 'one');
        assert.match(host.view.view.selection[0]?.row().description ?? '', new RegExp(member));
      }
    });
    const usedBy = () => new Rows(host.view, remote).below('Storage', 'whole-one', 'Used By');
  });
});

const integration: Verbs = {
  kind: 'networkIntegration',
  name: 'rest-new',
  renamed: 'rest-new2',
  path: (name) => `/1.0/network-integrations/${name}`,
};

/** The order of groups and roles means nothing. */
function sorted({ groups, roles }: { groups: string[]; roles: string[] }): string[][] {
  return [[...groups].sort(), [...roles].sort()];
}

/** PEM without its first and last line. */
function toDer(pem: string): string {
  return pem.replaceAll(/-----[^-]+-----|\s/g, '');
}
