import { strict as assert } from 'node:assert';
import { test } from 'node:test';

import { locate, type World } from './locate.ts';

function world(programs: string[], change: Partial<World> = {}): World {
  return {
    windows: false,
    path: '/usr/bin:/opt/bin',
    home: '/home/ada',
    folder: '/work/api',
    trusted: true,
    extension: '/ext',
    isProgram: (path) => programs.includes(path),
    ...change,
  };
}

const windows = { windows: true, path: 'C:\\Windows;.;D:\\bin', home: 'C:\\Users\\ada', extension: 'C:\\ext', folder: 'C:\\api' };

const cases: { name: string; setting?: string; world: World; program?: string; from?: string; problem?: RegExp }[] = [
  { name: 'PATH, the first entry that has it', world: world(['/opt/bin/crampon', '/usr/bin/crampon']), program: '/usr/bin/crampon', from: 'PATH' },
  { name: 'the bundle before PATH', world: world(['/ext/server/crampon', '/usr/bin/crampon']), program: '/ext/server/crampon', from: 'bundle' },
  { name: 'the setting before the bundle', setting: '/a/crampon', world: world(['/a/crampon', '/ext/server/crampon']), program: '/a/crampon', from: 'setting' },
  { name: 'below the home folder', setting: '~/go/bin/crampon', world: world(['/home/ada/go/bin/crampon']), program: '/home/ada/go/bin/crampon', from: 'setting' },
  { name: 'below the workspace', setting: 'bin/crampon', world: world(['/work/api/bin/crampon']), program: '/work/api/bin/crampon', from: 'setting' },
  { name: 'below an untrusted workspace', setting: 'bin/crampon', world: world(['/work/api/bin/crampon'], { trusted: false }), problem: /not trusted/ },
  { name: 'up from an untrusted workspace', setting: '../api/crampon', world: world(['/work/api/crampon'], { trusted: false }), problem: /not trusted/ },
  { name: 'an absolute setting in an untrusted workspace is the user\'s', setting: '/a/crampon', world: world(['/a/crampon'], { trusted: false }), program: '/a/crampon', from: 'setting' },
  { name: 'relative, and no folder is open', setting: 'bin/crampon', world: world([], { folder: undefined }), problem: /no folder is open/ },
  { name: 'a wrong setting is not passed over', setting: '/gone/crampon', world: world(['/usr/bin/crampon']), problem: /no program at \/gone\/crampon/ },
  { name: 'nowhere', world: world([]), problem: /not installed/ },
  { name: 'relative entries of PATH are passed over', world: world(['crampon', 'bin/crampon', './crampon', '/usr/bin/crampon'], { path: ':.:bin:/usr/bin' }), program: '/usr/bin/crampon', from: 'PATH' },
  { name: 'Windows: PATH', world: world(['D:\\bin\\crampon.exe', '.\\crampon.exe'], windows), program: 'D:\\bin\\crampon.exe', from: 'PATH' },
  { name: 'Windows: the bundle', world: world(['C:\\ext\\server\\crampon.exe'], windows), program: 'C:\\ext\\server\\crampon.exe', from: 'bundle' },
  { name: 'Windows: below the home folder', setting: '~\\bin\\crampon.exe', world: world(['C:\\Users\\ada\\bin\\crampon.exe'], windows), program: 'C:\\Users\\ada\\bin\\crampon.exe', from: 'setting' },
];

for (const c of cases) {
  test(c.name, () => {
    const got = locate(c.setting ?? '', c.world);
    if (got.program === undefined) {
      assert.ok(c.problem, `not found: ${got.problem}`);
      assert.match(got.problem, c.problem);
      return;
    }
    assert.deepEqual(got, { program: c.program, from: c.from });
  });
}
