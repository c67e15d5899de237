import { strict as assert } from 'node:assert';
import { test } from 'node:test';

import { traffic } from './traffic.ts';

test('the traffic is seen when the setting asks for it, whatever the level', () => {
  const written: string[] = [];
  const output = Object.freeze({
    logLevel: 3,
    name: 'crampon',
    trace: (message: string) => void written.push(`trace ${message}`),
    info: (message: string) => void written.push(`info ${message}`),
  });
  let wanted = false;
  const channel = traffic(output, 1, () => wanted);
  channel.trace('one');
  wanted = true;
  channel.trace('two');
  channel.info('three');
  assert.deepEqual(written, ['trace one', 'info two', 'info three']);
  assert.equal(channel.logLevel, 1);
  assert.equal(channel.name, 'crampon');
});
