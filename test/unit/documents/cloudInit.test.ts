import assert from 'node:assert/strict';
import { cloudInitProblems } from '../../../src/documents/cloudInit';

const at = (text: string): string[] =>
  cloudInitProblems(text).map(({ message, from }) => `${from.line}:${from.character} ${message}`);

describe('YAML for cloud-init in a document', () => {
  it('is right where it is right', () => {
    assert.deepEqual(
      at('config:\n  cloud-init.user-data: |\n    #cloud-config\n    packages:\n      - vim\n'),
      [],
    );
    assert.deepEqual(at('config:\n  user.network-config: |\n    version: 2\n'), []);
  });

  it('is wrong at its own place', () => {
    const text = 'config:\n  cloud-init.user-data: |\n    #cloud-config\n    packages: [vim\n    a: 1\n';
    const [first = ''] = at(text);
    assert.match(first, /^[345]:\d+ cloud-init: /);
    assert.match(
      at('config:\n  cloud-init.user-data: |\n    #cloud-config\n    a: 1\n    a: 2\n')[0] ?? '',
      /^4:4 cloud-init: Map keys must be unique/,
    );
  });

  it('is wrong at its key where its lines have no place of their own', () => {
    assert.match(
      at('config:\n  cloud-init.vendor-data: "#cloud-config\\na: [1"\n')[0] ?? '',
      /^1:2 cloud-init: /,
    );
  });

  it('has to be a map', () => {
    assert.match(
      at('config:\n  user.network-config: |\n    - a\n')[0] ?? '',
      /^2:4 cloud-init: a list of keys/,
    );
  });

  it('is not asked of scripts, templates, and other keys', () => {
    for (const value of ['#!/bin/sh\n    a: [', '## template: jinja\n    #cloud-config\n    a: {{x}}'])
      assert.deepEqual(at(`config:\n  cloud-init.user-data: |\n    ${value}\n`), []);
    assert.deepEqual(at('config:\n  user.other: |\n    #cloud-config\n    a: [\n'), []);
    assert.deepEqual(at('devices: {}\n'), []);
  });
});
