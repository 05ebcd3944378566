import assert from 'node:assert/strict';
import { bodyOf, editableOf, serverOwned } from '../../../src/documents/editable';
import { findPlace, parseText, readText, textOf } from '../../../src/documents/yamlText';

describe('documents', () => {
  const read = (text: string) => {
    const parsed = parseText(text);
    assert.ok(parsed.ok, JSON.stringify(parsed));
    return parsed.value;
  };
  const problems = (text: string) => {
    const parsed = parseText(text);
    assert.ok(!parsed.ok, 'nothing is wrong');
    return parsed.problems.map(({ message, from }) => `${from.line}:${from.character} ${message}`);
  };

  it('are written and read without a loss', () => {
    const value = {
      description: 'a: b # c',
      ephemeral: false,
      profiles: ['default', '1'],
      config: {
        'limits.cpu': '2',
        'user.empty': '',
        'user.yes': 'yes',
        'user.number': '1.10',
        'user.lines': 'one\n  two\n\nthree\n',
        'user.tab': 'a\tb',
        'user.emoji': '🐧',
        'user.null': 'null',
        'user.octal': '0755',
        'raw.lxc': 'lxc.a = b\nlxc.c = d',
      },
      devices: { root: { path: '/', pool: 'default', type: 'disk', size: '10' } },
      ports: [{ listen_port: '80', snat: true }],
    };
    assert.deepEqual(read(textOf(value, { head: ['a', 'b'], tail: { name: 'x' } })), value);
  });

  it('take what is written in config as text, whatever YAML makes of it', () => {
    const text =
      'config:\n  a: 1.10\n  b: yes\n  c: true\n  d: 0x10\n  e:\n  f: 2020-01-01\ndevices:\n  eth0:\n    mtu: 1500\n';
    assert.deepEqual(read(text), {
      config: { a: '1.10', b: 'yes', c: 'true', d: '0x10', e: '', f: '2020-01-01' },
      devices: { eth0: { mtu: '1500' } },
    });
    assert.deepEqual(read('entries:\n  - ttl: 300\n    value: 10\n'), {
      entries: [{ ttl: 300, value: '10' }],
    });
  });

  it('keep blank lines at the end of a text, whatever follows', () => {
    const ends = ['\n', '\n\n', '\n \n', ' \n', '\n\t\n\n', ' ', '\n# x\n\n', ''];
    for (const end of ends)
      for (const start of ['a', 'a\nb', ' a', '\na', ''])
        for (const tail of [{}, { name: 'x' }]) {
          const value = { config: { 'user.a': `${start}${end}`, 'user.z': `${end}${start}${end}` } };
          assert.deepEqual(read(textOf(value, { tail })), value, JSON.stringify([start, end]));
        }
  });

  it('take numbers as they are written, but where the servers want numbers', () => {
    assert.deepEqual(read('name: 2024\nsource:\n  alias: 22.10\nprofiles: [1.10]\npublic: true\n'), {
      name: '2024',
      source: { alias: '22.10' },
      profiles: ['1.10'],
      public: true,
    });
    assert.deepEqual(read('entries:\n  - ttl: 300\n'), { entries: [{ ttl: 300 }] });
  });

  it('of an object on the server keep the types that it has there', () => {
    const object = {
      description: 'x',
      config: { 'core.trust_password': true, 'user.a': 'true' },
      future: { count: 5, ratio: 1.5, on: true },
      status_code: 103,
      name: 'x',
    };
    const edited = editableOf(object, {});
    const text = textOf(edited, { tail: serverOwned(object, {}) });
    assert.deepEqual(readText(text, object, {}), { ok: true, value: edited });
    const changed = text.replace('count: 5', 'count: 6').replace('description: x', 'description: true');
    assert.deepEqual(readText(changed, object, {}), {
      ok: true,
      value: { ...edited, description: 'true', future: { count: 6, ratio: 1.5, on: true } },
    });
    const password = readText(
      text.replace('core.trust_password: true', 'core.trust_password: new'),
      object,
      {},
    );
    assert.ok(password.ok);
    assert.deepEqual(password.value['config'], { 'core.trust_password': 'new', 'user.a': 'true' });
  });

  it('of an object on the server may say what the server owns, as long as it is the same', () => {
    const object = { name: 'x', status_code: 103, config: { 'volatile.uuid': 'u' }, description: '' };
    const same = 'description: ""\nname: x\nstatus_code: 103\nconfig:\n  volatile.uuid: u\n';
    assert.deepEqual(readText(same, object, {}), { ok: true, value: { description: '', config: {} } });
    for (const [from, to, key, line] of [
      ['name: x', 'name: y', 'name', 1],
      ['uuid: u', 'uuid: v', 'volatile.uuid', 4],
    ] as const) {
      const read = readText(same.replace(from, to), object, {});
      assert.ok(!read.ok);
      assert.match(read.problems[0]?.message ?? '', new RegExp(`^${key} is not changed here`));
      assert.equal(read.problems[0]?.from.line, line);
    }
  });

  it('may have anchors', () => {
    const text = 'config:\n  a: &x 5\n  b: *x\n';
    assert.deepEqual(read(text), { config: { a: '5', b: '5' } });
  });

  it('say what is wrong, and where', () => {
    assert.match(problems('a: 1\na: 2\n')[0] ?? '', /^1:0 .*unique/);
    assert.match(problems('config:\n\tlimits.cpu: 2\n')[0] ?? '', /^1:0 .*[Tt]ab/);
    assert.match(problems('config: [1, 2]\n')[0] ?? '', /^0:8 .*keys and values/);
    assert.match(problems('config:\n  a:\n    b: 1\n')[0] ?? '', /^2:4 "a" is a text/);
    assert.match(problems('- 1\n')[0] ?? '', /^0:0 .*keys and values/);
    assert.match(problems('')[0] ?? '', /keys and values/);
    assert.match(problems('devices:\n  eth0: 5\n')[0] ?? '', /^1:8 .*devices\.eth0/);
    assert.match(problems('a: "b\n')[0] ?? '', /[Mm]issing|closing/);
    assert.match(problems('a: *nowhere\n')[0] ?? '', /nowhere|[Aa]lias/);
    assert.match(problems('ingress: 5\n')[0] ?? '', /^0:9 .*list/);
  });

  it('do not blow up through anchors', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let at = 1; at < 9; at++)
      lines.push(`a${at}: &a${at} [${Array.from({ length: 10 }, () => `*a${at - 1}`).join(', ')}]`);
    assert.match(problems(lines.join('\n'))[0] ?? '', /alias/i);
  });

  it('find the place of a key', () => {
    const text = '# head\n\nconfig:\n  limits.memory: 1GiB\ndevices:\n  eth0:\n    mtu: "5"\n';
    assert.deepEqual(findPlace(text, ['config', 'limits.memory'])?.from, { line: 3, character: 2 });
    assert.deepEqual(findPlace(text, ['devices', 'eth0', 'mtu'])?.from, { line: 6, character: 4 });
    assert.equal(findPlace(text, ['config', 'nothing']), undefined);
  });

  it('hide what the server keeps for itself, and send it back as it was', () => {
    const object = {
      name: 'x',
      status: 'Running',
      something_new: { a: 1 },
      config: { 'limits.cpu': '1', 'volatile.uuid': 'u' },
      expanded_config: { a: 'b' },
    };
    const fields = { readOnly: ['expanded_config'] };
    const editable = editableOf(object, fields);
    assert.deepEqual(editable, { something_new: { a: 1 }, config: { 'limits.cpu': '1' } });
    assert.deepEqual(serverOwned(object, fields), {
      name: 'x',
      status: 'Running',
      expanded_config: { a: 'b' },
      config: { 'volatile.uuid': 'u' },
    });
    assert.deepEqual(bodyOf(object, editable, fields), object);
    assert.deepEqual(bodyOf(object, { config: { 'limits.cpu': '2' } }, fields), {
      name: 'x',
      status: 'Running',
      expanded_config: { a: 'b' },
      config: { 'limits.cpu': '2', 'volatile.uuid': 'u' },
    });
    assert.deepEqual(editableOf({ config: { a: 'b' }, environment: {} }, { writable: ['config'] }), {
      config: { a: 'b' },
    });
  });
});
