// Makes dist/extension.js: the extension and the language client in one file,
// which VS Code loads faster than the hundreds they consist of. Beside it lie the
// licences of what is in that file.
import * as esbuild from 'esbuild';
import * as fs from 'node:fs';
import * as path from 'node:path';

const { metafile } = await esbuild.build({
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  // The Node in the oldest VS Code of package.json's "engines".
  target: 'node20',
  external: ['vscode'],
  logLevel: 'warning',
  metafile: true,
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const inside = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (inside) {
    packages.add(inside[1]);
  }
}
const notices = [...packages].sort().map((dir) => {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8'));
  const license = fs.readdirSync(dir).find((file) => /^licen[cs]e/i.test(file));
  if (license === undefined) {
    throw new Error(`${name} ${version} has no licence file`);
  }
  return `${name} ${version}\n\n${fs.readFileSync(path.join(dir, license), 'utf8').trim()}\n`;
});
fs.writeFileSync('dist/NOTICES.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));
