// Opens VS Code in Chromium, and takes the pictures that probe.js wishes for:
// drive.mjs URL FOLDER-OF-WISHES FOLDER-OF-PICTURES. A wish is a file NAME.wish
// with a CSS selector; when the page shows it, the picture is taken and the texts
// of all that match are written to NAME.json.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const { chromium } = createRequire(process.env.CRAMPON_CLIENTS + '/')('playwright-core');
const [url, wishes, pictures] = process.argv.slice(2);
// For VS Code to come up or to show something, in milliseconds.
const patience = 60000;

const browser = await chromium.launch({
  executablePath: process.env.CRAMPON_CHROMIUM,
  // Root has no sandbox, and containers have a small /dev/shm.
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(patience);
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('.monaco-workbench');
  for (;;) {
    const wish = await nextWish(page);
    if (wish === 'done') {
      break;
    }
    await take(page, wish);
  }
} finally {
  await browser.close();
}

// nextWish is the name of a wish that has no answer yet.
async function nextWish(page) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const names = fs.readdirSync(wishes).filter((file) => file.endsWith('.wish')).map((file) => file.slice(0, -'.wish'.length));
    const open = names.find((name) => !fs.existsSync(path.join(wishes, name + '.json')));
    if (open) {
      return open;
    }
    await page.waitForTimeout(50);
  }
  await page.screenshot({ path: path.join(pictures, 'stuck.png') });
  throw new Error('the probe has no wish for a minute: stuck.png shows where');
}

async function take(page, name) {
  const selector = fs.readFileSync(path.join(wishes, name + '.wish'), 'utf8');
  const matches = page.locator(selector);
  let texts = [];
  try {
    await matches.first().waitFor();
    texts = (await matches.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  } finally {
    await page.screenshot({ path: path.join(pictures, name + '.png') });
  }
  const answer = path.join(wishes, name + '.json');
  fs.writeFileSync(answer + '.part', JSON.stringify(texts));
  fs.renameSync(answer + '.part', answer);
}
