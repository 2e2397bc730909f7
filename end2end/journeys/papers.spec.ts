import { expect, test } from '../portal.ts';
import { maria, signIn } from '../people.ts';

test('a receipt is downloaded, and whoever holds it can check that it is genuine', async ({ portal, elsewhere }) => {
  await signIn(portal, maria, '/account/payments');
  await portal.page.getByRole('link', { name: /^Pago de \$1,000\.00/ }).first().click();
  await portal.isAt('Recibimos su pago');
  await portal.lookOver();
  const link = portal.page.getByRole('link', { name: 'Descargar recibo (PDF)' });
  const answer = await portal.page.request.get((await link.getAttribute('href'))!);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect(answer.headers()['content-disposition']).toContain('Recibo-de-pago-R-171.pdf');
  const receipt = await answer.body();

  // The code stands on the paper, which a browser cannot read for us.
  const code = await portal.server.ask(`select code from papers where number = 'R-171'`);
  await elsewhere.open('/verify');
  await elsewhere.fill(/Código/, code.toLowerCase());
  await elsewhere.press('Comprobar');
  await elsewhere.isAt('Existe un documento con este código');
  await elsewhere.says('Aguas del Valle');
  await elsewhere.says('R-171');
  await expect(elsewhere.page.getByRole('main')).not.toContainText(/María|1,000/);

  const file = { name: 'recibo.pdf', mimeType: 'application/pdf', buffer: receipt };
  await elsewhere.page.getByLabel('El archivo PDF que tiene').setInputFiles(file);
  await elsewhere.press('Comparar');
  await elsewhere.isAt('Recibo de pago: documento auténtico');
  await elsewhere.says('Coincide');
  await elsewhere.page.getByLabel('El archivo PDF que tiene').setInputFiles({ ...file, buffer: Buffer.from('%PDF-1.7') });
  await elsewhere.press('Comparar');
  await elsewhere.says('No es el mismo archivo');
});

test('a statement says the same on its page, for the days that were asked for', async ({ portal }) => {
  await signIn(portal, maria, '/account/statement');
  await portal.follow('Este mes');
  await portal.follow('Desde el principio');
  await portal.page.getByRole('group', { name: 'Desde' }).getByLabel('Día').fill('5');
  await portal.page.getByRole('group', { name: 'Desde' }).getByLabel('Mes').fill('febrero');
  await portal.page.getByRole('group', { name: 'Desde' }).getByLabel('Año').fill('2026');
  await portal.press('Ver periodo');
  await portal.says('Saldo inicial, fin del 4 de febrero de 2026');
  await portal.says('$6,449.50');
});
