import { expect, test, type Portal } from '../portal.ts';
import { daniel, elena, maria, signIn, signInAtTheDesk } from '../people.ts';

/** The smallest paper that is one. */
const PAPER = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** Uploads what a bank says that came in. */
async function upload(portal: Portal, text: string) {
  await portal.open('/desk/bank');
  const file = { name: 'movimientos.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  await portal.page.locator('[name=file]').setInputFiles(file);
  await portal.page.locator('[name=bank][value$=":MXN"]').check();
  await portal.press('Subir movimientos');
  await portal.says('Archivo recibido');
}

test('a transfer over the limit is recorded by one and approved by another, and the month before closes', async ({ portal }) => {
  await signInAtTheDesk(portal, daniel, '/desk/accounts');
  await portal.follow(/María López/);
  const record = `${new URL(portal.page.url()).pathname}/record`;
  await portal.open(record);
  await portal.page.locator('[name=amount]').fill('6000');
  await portal.page.locator('[name=means][value=transfer]').check();
  await portal.page.locator('[name=what][value=oldest]').check();
  await portal.press('Registrar pago');
  await portal.says('Espera aprobación');
  await portal.press('Salir');

  await signInAtTheDesk(portal, elena, '/desk/approvals');
  await portal.follow(/\$6,000\.00/);
  await portal.press(/^Aprobar/);
  await portal.says('Aprobada');
  await portal.open(record);
  await portal.says('Aplicado');

  await portal.open('/desk/months');
  await portal.page.getByRole('button', { name: /^Cerrar / }).first().waitFor();
  await portal.press(/^Cerrar /);
  await portal.says('Facturas por cobrar');
});

test('a deposit is given to whom it names, and what nobody knows waits with its age', async ({ portal }) => {
  await signInAtTheDesk(portal, daniel, '/desk/payments');
  await portal.follow('Estado de cuenta del banco');
  await upload(
    portal,
    'Fecha,Concepto,Referencia,Abono\n05/03/2026,SPEI DE MARIA,F-1057,"1,813.50"\n27/02/2026,DEPOSITO EN VENTANILLA,,77.00\n',
  );
  await portal.says('7 días');
  await portal.follow('Abono de $1,813.50');
  await portal.choose(/^María López/);
  await portal.press('Aplicar a esa cuenta');
  await portal.says('5 de marzo de 2026 · transferencia');
  await portal.open('/desk/bank');
  await portal.follow('Abono de $77.00');
  await portal.says('Por identificar');
});

test('money paid elsewhere is told with its proof, and found by the team with theirs', async ({ portal, elsewhere, javaScriptEnabled }) => {
  const proof = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(PAPER) });
  // With scripts a bar follows the file on its way.
  const sends = async (window: Portal, action: string, button: string) => {
    let isSeenOnItsWay = !javaScriptEnabled;
    await window.page.route(`**${action}`, async (route) => {
      const bar = window.page.getByRole('progressbar', { name: 'Enviando archivos' });
      if (javaScriptEnabled) isSeenOnItsWay = await bar.isVisible();
      await route.continue();
    });
    await window.press(button);
    expect(isSeenOnItsWay).toBe(true);
    await window.page.unroute(`**${action}`);
  };
  await signIn(portal, maria, '/account/pay/report');
  await portal.isAt('Ya pagué');
  await portal.page.locator('[name=amount]').fill('1000');
  for (const [part, value] of [['day', '4'], ['month', '3'], ['year', '2026']]) {
    await portal.page.locator(`[name=on_${part}]`).fill(value);
  }
  await portal.page.locator('[name=file]').setInputFiles(proof('comprobante.pdf'));
  await sends(portal, '/do/payments/report', 'Enviar reporte');
  await portal.hasErrors('Elija cómo pagó');
  await portal.page.locator('[name=means][value=transfer]').check();
  await portal.page.locator('[name=tracking_key]').fill('BBVA 2026 0304 77');
  await portal.page.locator('[name=file]').setInputFiles(proof('comprobante.pdf'));
  await sends(portal, '/do/payments/report', 'Enviar reporte');
  await portal.says('Reportado, lo buscamos');

  await signInAtTheDesk(elsewhere, daniel, '/desk/reported');
  await elsewhere.follow(/\$1,000\.00/);
  await expect(elsewhere.page.getByRole('link', { name: 'Ver comprobante' })).toBeVisible();
  await elsewhere.page.locator('[name=what][value=oldest]').check();
  await elsewhere.page.locator('[name=file]').setInputFiles(proof('banco.pdf'));
  await sends(elsewhere, '/do/desk/record-payment', 'Registrar pago');
  expect(new URL(elsewhere.page.url()).pathname).toContain('/desk/payments/');
  await elsewhere.says('$1,000.00');
});

test('what the provider pays out is seen in the bank when somebody says so', async ({ portal, elsewhere }) => {
  await signIn(elsewhere, maria, '/account/pay');
  await elsewhere.choose(/^Ponerme al día/);
  await elsewhere.press('Continuar');
  await elsewhere.press('Ir a pagar $4,649.50');
  await elsewhere.arriveAt('Recibimos su pago', () => elsewhere.click('El banco acepta'));
  // The provider sends what it holds, less 3.6 % and 3 pesos with their tax, and the bank takes it.
  const provider = `${portal.server.url}/dev/stripe/payouts`;
  const press = (what: string, outcome: string) =>
    portal.page.request.post(`${provider}/${what}`, { form: { outcome }, headers: { 'sec-fetch-site': 'same-origin' } });
  await press('mxn', 'pay_out');
  const payout = /payouts\/(po_\w+)/.exec(await (await portal.page.request.get(provider)).text())?.[1] ?? '';
  await press(payout, 'arrives');

  await signInAtTheDesk(portal, daniel, '/desk/payouts');
  const unseen = portal.page.getByText('Aún no se ve en el banco').first();
  for (let tries = 0; tries < 20 && !(await unseen.isVisible()); tries += 1) await portal.open('/desk/payouts');
  await portal.says('\u2212$197.64');
  await upload(portal, 'Fecha,Concepto,Referencia,Abono\n06/03/2026,STRIPE PAYOUT,,"4,451.86"\n');
  await portal.follow('Abono de $4,451.86');
  await portal.says('Es la misma cantidad');
  await portal.press('Sí, es esto');
  await portal.says('Dinero propio');
  await portal.open('/desk/payouts');
  await portal.says('Abono del 6 mar 2026');
  await portal.page.getByRole('main').getByRole('row').nth(1).getByRole('link').first().click();
  await portal.page.waitForLoadState();
  await portal.lookOver();
  await expect(portal.page.getByRole('heading', { level: 1 })).toContainText('Liquidación de $4,451.86');
});
